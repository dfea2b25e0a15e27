import Core
import ImageArchive
import RootFS
import TestSupport
import Testing

@testable import Rules

/// Setuid and setgid files: which are reported, by which rule and how severely.
@Suite struct PermSetidTests {
  static let group = ExampleFile("/etc/group", content: "root:x:0:\nshadow:x:42:\ntty:x:5:\n_ssh:x:101:\n")
  static let own = [ExampleFile.program("/srv/app")]

  @Test(arguments: [
    ("/usr/sbin/helper", 0o4755 as UInt16, 0 as UInt32, Severity.high), ("/usr/sbin/helper", 0o4754, 0, .high),
    ("/usr/sbin/helper", 0o4644, 0, .low), ("/usr/sbin/helper", 0o4757, 0, .critical),
    ("/usr/sbin/helper", 0o4775, 7, .critical), ("/usr/sbin/helper", 0o4775, 0, .high),
    ("/usr/bin/bash", 0o4755, 0, .critical), ("/usr/bin/bash", 0o4750, 0, .high),
    ("/usr/bin/python3.11", 0o4755, 0, .critical), ("/usr/bin/find", 0o4755, 0, .critical),
    ("/bin/busybox", 0o4755, 0, .critical), ("/usr/bin/vim.basic", 0o4755, 0, .critical),
    ("/usr/bin/su", 0o4755, 0, .high), ("/opt/tool/helper", 0o4755, 0, .critical), ("/tmp/x", 0o4711, 0, .critical),
    ("/usr/local/bin/gosu", 0o4755, 0, .critical), ("/home/app/x", 0o4755, 0, .critical),
    ("/optional/x", 0o4755, 0, .high),
  ])
  func `a setuid file is as bad as what it gives away`(
    _ path: String, _ mode: UInt16, _ gid: UInt32, _ severity: Severity
  ) {
    let findings = TestImage.findings(PermSetuid.self, layers: [[.program(path, mode: mode, gid: gid)]])
    #expect(findings.map(\.severity) == [severity])
    #expect(findings.first?.fix == "RUN chmod a-s \(path)")
    #expect(findings.first?.detail?.mode == String(mode, radix: 8))
  }

  @Test(arguments: [
    ("/usr/bin/helper", 0o2755 as UInt16, 42 as UInt32, Severity.high), ("/usr/bin/helper", 0o2745, 42, .low),
    ("/usr/bin/helper", 0o2755, 0, .high), ("/usr/bin/bash", 0o2755, 0, .critical),
    ("/usr/bin/ssh-agent", 0o2755, 101, .high), ("/app/x", 0o2755, 42, .critical),
    ("/usr/bin/helper", 0o2775, 42, .critical),
  ])
  func `a setgid file is as bad as what it gives away`(
    _ path: String, _ mode: UInt16, _ gid: UInt32, _ severity: Severity
  ) {
    let findings = TestImage.findings(
      PermSetgid.self, layers: [[Self.group, .program(path, mode: mode, gid: gid)]])
    #expect(findings.map(\.severity) == [severity])
  }

  @Test func `a finding names mode, owner and the layer that wrote the name`() {
    let layers = [[Self.group], [ExampleFile.program("/usr/bin/helper", mode: 0o6755, gid: 42)]]
    let findings = TestImage.findings(PermSetuid.self, layers: layers)
    #expect(findings.map(\.message) == ["/usr/bin/helper runs with the rights of uid 0 (setuid)"])
    #expect(findings.first?.evidence == ["-rwsr-sr-x 0:shadow /usr/bin/helper"])
    #expect(findings.first?.layer?.index == 1)
    #expect(findings.first?.detail == FileDetail(mode: "6755", owner: "0:shadow", package: nil))
    #expect(TestImage.findings(PermSetgid.self, layers: layers).count == 1)
  }

  @Test func `every name of a file is reported, with the worst of its names`() {
    let findings = TestImage.findings(
      PermSetuid.self,
      layers: [
        [
          .program("/bin/busybox", mode: 0o4755),
          ExampleFile("/bin/su", kind: .hardLink("bin/busybox"), mode: 0o4755, content: ""),
        ],
        Self.own,
      ], baseLayers: 1)
    #expect(findings.map(\.place.pathText) == ["/bin/busybox", "/bin/su"])
    #expect(findings.allSatisfy { $0.severity == .critical })
  }

  @Test(arguments: [
    ("/usr/bin/su", 0o4755 as UInt16, 0 as UInt32, 0 as UInt32, true), ("/bin/su", 0o4755, 0, 0, true),
    ("/usr/bin/sudo", 0o4111, 0, 0, true), ("/usr/bin/chage", 0o2755, 0, 42, true),
    ("/usr/bin/chage", 0o2755, 0, 0, false), ("/usr/bin/chage", 0o4755, 0, 0, true),
    ("/usr/bin/wall", 0o2755, 0, 5, true), ("/usr/bin/su", 0o6755, 0, 0, false),
    ("/usr/bin/su", 0o4775, 0, 0, false), ("/usr/bin/su", 0o4755, 1, 0, false),
    ("/usr/local/bin/su", 0o4755, 0, 0, false), ("/usr/bin/x/su", 0o4755, 0, 0, false),
    ("/usr/lib/openssh/ssh-keysign", 0o4755, 0, 0, true), ("/usr/bin/ssh-keysign", 0o4755, 0, 0, false),
    ("/usr/library/ssh-keysign", 0o4755, 0, 0, false), ("/usr/bin/bash", 0o4755, 0, 0, false),
  ])
  func `a stock file is one of the table, unchanged`(
    _ path: String, _ mode: UInt16, _ uid: UInt32, _ gid: UInt32, _ isStock: Bool
  ) {
    let layers = [[Self.group, .program(path, mode: mode, uid: uid, gid: gid)], Self.own]
    let stock = TestImage.findings(PermStock.self, layers: layers, baseLayers: 1)
    let setuid = TestImage.findings(PermSetuid.self, layers: layers, baseLayers: 1)
    let setgid = TestImage.findings(PermSetgid.self, layers: layers, baseLayers: 1)
    #expect(stock.isEmpty != isStock)
    #expect((setuid + setgid).isEmpty == isStock)
  }

  @Test func `stock files are one finding with a line each`() {
    let findings = TestImage.findings(
      PermStock.self,
      layers: [
        [
          Self.group, .program("/usr/bin/su", mode: 0o4755), .program("/usr/bin/chage", mode: 0o2755, gid: 42),
          .program("/usr/bin/mount", mode: 0o4755),
        ],
        [.program("/usr/bin/mount", mode: 0o4755)],
      ], baseLayers: 1)
    #expect(findings.count == 1)
    #expect(findings.first?.severity == .medium)
    #expect(
      findings.first?.evidence == [
        "-rwxr-sr-x 0:shadow /usr/bin/chage (layer 1/2)", "-rwsr-xr-x 0:root /usr/bin/su (layer 1/2)",
      ])
  }

  @Test(arguments: [
    ("/usr/lib/os-release", 0, true), ("/etc/os-release", 0, true), ("/etc/other", 0, false),
    ("/usr/lib/os-release", 1, false),
  ])
  func `with unknown origins the bottom layer is base if it wrote os-release`(
    _ path: String, _ layer: Int, _ isStock: Bool
  ) {
    var layers: [[ExampleFile]] = [[.program("/usr/bin/su", mode: 0o4755)], Self.own]
    layers[layer].append(ExampleFile(path))
    var model = TestImage.model(layers: layers, baseLayers: 0)
    for index in model.layers.indices { model.layers[index].origin = .unknown }
    #expect(PermStock().findings(in: model).isEmpty != isStock)
    #expect(PermSetuid().findings(in: model).isEmpty == isStock)
    model.layers[0].origin = .own
    #expect(PermStock().findings(in: model).isEmpty)
  }

  @Test(arguments: [
    (#"{"User":"1000"}"#, 33 as UInt32, true), (#"{"User":"33"}"#, 33, false), (#"{"User":"1000"}"#, 0, false),
    ("{}", 33, true), (#"{"User":"nobody"}"#, 33, true),
  ])
  func `a setuid file of a third user is a step aside`(_ config: String, _ uid: UInt32, _ fires: Bool) {
    let findings = TestImage.findings(
      PermSetuidUser.self, config: config, layers: [[.program("/usr/sbin/helper", mode: 0o4755, uid: uid)]])
    #expect(findings.isEmpty != fires)
  }

  @Test func `a script is reported as a script and as nothing else`() {
    let layers = [[ExampleFile.script("/usr/bin/fix", "#!/bin/sh\n", mode: 0o6755)]]
    #expect(TestImage.findings(PermSetuid.self, layers: layers).isEmpty)
    #expect(TestImage.findings(PermSetgid.self, layers: layers).isEmpty)
    let findings = TestImage.findings(PermSetuidScript.self, layers: layers)
    #expect(findings.map(\.message) == ["/usr/bin/fix is a script with setuid and setgid, which Linux ignores"])
  }

  @Test func `the name that kept its bit is found, others are not`() {
    let su = ExampleFile("/usr/bin/su", mode: 0o4755, content: "the program su")
    let findings = TestImage.findings(
      PermHardlinkSurvivor.self,
      layers: [
        [
          su, ExampleFile("/usr/bin/hard", kind: .hardLink("usr/bin/su"), mode: 0o4755, content: ""),
          ExampleFile("/usr/bin/mount", mode: 0o4755, content: "another program"),
        ],
        [ExampleFile("/usr/bin/su", mode: 0o755, content: "the program su")],
      ])
    #expect(findings.map(\.place.pathText) == ["/usr/bin/hard"])
    #expect(findings.first?.layer?.index == 0)
  }

  @Test(arguments: [
    ExampleFile.whiteout("/usr/bin/su"), .symlink("/usr/bin/su", to: "/bin/true"),
    .program("/usr/bin/su", mode: 0o4755),
  ])
  func `a name that was deleted or replaced is no clean-up that missed another`(_ change: ExampleFile) {
    let findings = TestImage.findings(
      PermHardlinkSurvivor.self,
      layers: [
        [
          .program("/usr/bin/su", mode: 0o4755),
          ExampleFile("/usr/bin/hard", kind: .hardLink("usr/bin/su"), mode: 0o4755, content: ""),
        ],
        [change],
      ])
    #expect(findings.isEmpty)
  }

  @Test func `what is gone is one finding however much it is`() {
    let many = (0..<60).map { ExampleFile.program("/usr/bin/a\($0)", mode: 0o4755) }
    let findings = TestImage.findings(
      PermLate.self, layers: [many, many.map { ExampleFile.program($0.path) }])
    #expect(findings.count == 1)
    #expect(findings.first?.severity == .info)
    #expect(findings.first?.evidence.count == 51)
    #expect(findings.first?.evidence.last == "… and 10 more")
    #expect(findings.first?.evidence.first == "-rwsr-xr-x 0:0 /usr/bin/a0 (layer 1) cleared by layer 2")
  }
}

extension Place {
  /// The path as text; nil when the place has none.
  var pathText: String? {
    if case .file(let path, _, _) = self { path.description } else { nil }
  }
}
