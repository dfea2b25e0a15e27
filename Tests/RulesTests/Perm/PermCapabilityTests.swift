import Core
import TestSupport
import Testing

@testable import Rules

/// File capabilities: how the attribute is read and what is made of it.
@Suite struct PermCapabilityTests {
  static func attribute(_ words: [UInt32]) -> [UInt8] {
    words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt32(8 * $0)) } }
  }

  static let texts: [(words: [UInt32], text: String)] = [
    ([0x0200_0001, 0x2000, 0, 0, 0], "cap_net_raw=ep"),
    ([0x0200_0000, 0x2000, 0, 0, 0], "cap_net_raw=p"),
    ([0x0200_0000, 0, 0x2000, 0, 0], "cap_net_raw=i"),
    ([0x0200_0001, 0x2000, 0x2000, 0, 0], "cap_net_raw=eip"),
    ([0x0200_0001, 0x3000, 1, 0, 0], "cap_net_admin,cap_net_raw=ep cap_chown=ei"),
    ([0x0200_0001, 0, 0, 0x80, 0], "cap_bpf=ep"),
    ([0x0200_0001, 0xFFFF_FFFF, 0, 0x1FF, 0], "=ep"),
    ([0x0200_0001, 0, 0, 0, 0], "="),
    ([0x0100_0001, 0x2000, 0], "cap_net_raw=ep"),
    ([0x0100_0001, 0x2000, 0, 1, 0], "cap_net_raw=ep"),
    ([0x0200_0001, 0, 0, 0x100000, 0], "cap_52=ep"),
    ([0x0200_0001, 1, 0], "cap_chown=ep"),
  ]

  @Test(arguments: texts.indices) func `an attribute has the text getcap prints`(_ index: Int) {
    #expect(FileCapabilities(attribute: Self.attribute(Self.texts[index].words))?.text == Self.texts[index].text)
  }

  @Test func `all parts of an attribute are read`() {
    let bytes = Self.attribute([0x0300_0001, 0x2000, 0x1, 0x80, 0, 1000])
    let read = FileCapabilities(attribute: bytes)
    #expect(read?.revision == 3)
    #expect(read?.isEffective == true)
    #expect(read?.permittedNames == ["cap_net_raw", "cap_bpf"])
    #expect(read?.inheritableNames == ["cap_chown"])
    #expect(read?.rootID == 1000)
    #expect(read?.rawHex == "0100000300200000010000008000000000000000e8030000")
    #expect(read?.isWellFormed == true)
  }

  @Test(arguments: [(0, false), (11, false), (12, true), (19, true), (20, true), (24, true)])
  func `less than twelve bytes say nothing`(_ count: Int, _ isRead: Bool) {
    let bytes = Array(Self.attribute([0x0300_0001, 1, 0, 1, 0, 5]).prefix(count))
    let read = FileCapabilities(attribute: bytes)
    #expect((read != nil) == isRead)
    #expect(read?.permittedNames.count ?? 0 == (count < 12 ? 0 : count < 20 ? 1 : 2))
    #expect((read?.rootID != nil) == (count == 24))
    #expect(read?.isWellFormed ?? false == (count == 24))
  }

  @Test(arguments: [
    ("setuid", Severity.critical), ("sys_admin", .critical), ("bpf", .critical), ("fowner", .critical),
    ("net_raw", .high), ("setpcap", .high), ("net_bind_service", .low), ("ipc_lock", .medium),
  ])
  func `a right is as bad as what it allows`(_ name: String, _ severity: Severity) {
    let findings = TestImage.findings(PermFilecap.self, layers: [[.program("/usr/bin/x", permitted: [name])]])
    #expect(findings.map(\.severity) == [severity])
    #expect(findings.first?.message == "/usr/bin/x gives cap_\(name)=ep to whoever runs it")
    #expect(findings.first?.fix == "RUN setcap -r /usr/bin/x")
  }

  @Test func `the worst right counts`() {
    let file = ExampleFile.program("/usr/bin/x", permitted: ["net_bind_service", "net_raw", "setuid"])
    #expect(TestImage.findings(PermFilecap.self, layers: [[file]]).map(\.severity) == [.critical])
  }

  static func raw(_ words: [UInt32]) -> ExampleFile {
    ExampleFile("/x", mode: 0o755, content: "\u{7F}ELF", capability: attribute(words))
  }

  static let mild: [(file: ExampleFile, severity: Severity)] = [
    (ExampleFile.program("/x", inheritable: ["setuid"]), Severity.info),
    (ExampleFile.program("/x", permitted: ["setuid"], mode: 0o644), .low),
    (raw([0x0300_0001, 128, 0, 0, 0, 1000]), .info),
    (raw([0x0300_0001, 128, 0, 0, 0, 0]), .critical),
    (raw([0x0200_0001, 128, 0]), .info),
  ]

  @Test(arguments: mild.indices) func `rights that nobody gets are mild`(_ index: Int) {
    let (file, severity) = Self.mild[index]
    #expect(TestImage.findings(PermFilecap.self, layers: [[file]]).map(\.severity) == [severity])
  }

  @Test func `an attribute that cannot be read is not judged`() {
    let file = ExampleFile("/x", mode: 0o755, capability: [1, 0, 0, 2])
    #expect(TestImage.findings(PermFilecap.self, layers: [[file]]).isEmpty)
  }

  @Test func `rights beyond the default set are named`() {
    let file = ExampleFile.program("/usr/bin/x", permitted: ["net_raw", "net_admin", "sys_ptrace"])
    let findings = TestImage.findings(PermFilecapEperm.self, layers: [[file]])
    #expect(
      findings.map(\.message) == [
        "/usr/bin/x cannot be started unless the container is given cap_net_admin, cap_sys_ptrace"
      ])
  }
}
