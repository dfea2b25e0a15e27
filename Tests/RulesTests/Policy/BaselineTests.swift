import Core
import JSONText
import Testing
import TestSupport

@testable import Engine

/// Findings that are known do not count.
@Suite struct BaselineTests {
  private static let bad = "FROM debian:12\nRUN chmod 777 /srv\nRUN chmod 777 /opt\nUSER 1000\n"

  private func policy(_ baseline: Baseline) -> Policy { PolicyScan.policy { $0.baseline = baseline } }

  private func written(_ targets: [Target]) throws(BaselineError) -> Baseline {
    try Baseline.read(Baseline.write(targets), file: "b.json")
  }

  @Test func `what was written is read again and silences all`() throws {
    let targets = [try PolicyScan.image(PolicyScan.sample()), PolicyScan.dockerfile(Self.bad)]
    let baseline = try written(targets)
    #expect(baseline.file == "b.json" && baseline.entries == Baseline(of: targets).entries)
    let image = try PolicyScan.image(PolicyScan.sample(), policy(baseline))
    let file = PolicyScan.dockerfile(Self.bad, policy(baseline))
    #expect(image.findings.isEmpty && file.findings.isEmpty)
    #expect(image.suppressed.count == targets[0].findings.count && file.suppressed.count == targets[1].findings.count)
    #expect(Set((image.suppressed + file.suppressed).map(\.suppression)) == [Suppression(by: .baseline)])
  }

  @Test func `writing again with a baseline gives the same bytes`() throws {
    let bytes = Baseline.write([try PolicyScan.image(PolicyScan.sample()), PolicyScan.dockerfile(Self.bad)])
    let held = policy(try Baseline.read(bytes, file: "b.json"))
    let again = [PolicyScan.dockerfile(Self.bad, held), try PolicyScan.image(PolicyScan.sample(), held)]
    #expect(Baseline.write(again) == bytes)
    #expect(String(decoding: bytes, as: UTF8.self).split(separator: "\n").count > 10)
    #expect(Baseline.write([]) == Array("{\n  \"schemaVersion\": 1,\n  \"findings\": []\n}\n".utf8))
  }

  @Test func `what is silent by other means is not written`() {
    let ignore = IgnoreEntry(rules: ["DKF-WORLD-WRITABLE"], place: PolicyScan.line(1))
    let target = PolicyScan.dockerfile(Self.bad, PolicyScan.policy { $0.ignores = [ignore] })
    #expect(!Baseline(of: [target]).entries.contains { $0.rule == "DKF-WORLD-WRITABLE" })
  }

  @Test func `lines put in above make nothing new, a new line does`() {
    let held = policy(Baseline(of: [PolicyScan.dockerfile(Self.bad)]))
    let shifted = "# a remark\n\n" + Self.bad
    #expect(PolicyScan.dockerfile(shifted, held).findings.isEmpty)
    let more = PolicyScan.dockerfile(shifted + "RUN chmod 777 /usr\n", held)
    #expect(more.findings.map(\.rule) == ["DKF-WORLD-WRITABLE"])
    #expect(PolicyScan.dockerfile(Self.bad, held, path: "/work/other/Dockerfile").suppressed.isEmpty)
  }

  @Test func `each known finding is used up once`() {
    let line = "RUN chmod 777 /srv\n"
    let held = policy(Baseline(of: [PolicyScan.dockerfile("FROM debian:12\n\(line)\(line)USER 1000\n")]))
    let three = PolicyScan.dockerfile("FROM debian:12\n\(line)\(line)\(line)USER 1000\n", held)
    #expect(three.findings(of: "DKF-WORLD-WRITABLE").count == 1)
    #expect(three.suppressed(of: "DKF-WORLD-WRITABLE").count == 2)
    #expect(PolicyScan.dockerfile("FROM debian:12\n\(line)USER 1000\n", held).findings.isEmpty)
  }

  @Test func `only the new files of a finding for several count`() throws {
    let held = policy(Baseline(of: [try PolicyScan.image(PolicyScan.sample(), options: PolicyScan.firstIsBase)]))
    var newer = PolicyScan.sample()
    newer.layers[0] = TestLayer([
      .file("etc/passwd", "root:x:0:0::/root:/bin/sh\n"), .file("etc/os-release", "ID=debian\n"), .setuid("usr/bin/su"),
      .setuid("usr/bin/passwd"), PolicyScan.program("usr/bin/curl"), PolicyScan.program("usr/bin/wget2"),
    ])
    let target = try PolicyScan.image(newer, held, options: PolicyScan.firstIsBase)
    #expect(target.findings(of: "IMG-PERM-STOCK").map(\.files) == [["/usr/bin/passwd"]])
    #expect(target.suppressed(of: "IMG-PERM-STOCK").map(\.finding.files) == [["/usr/bin/su"]])
    #expect(target.files(of: "IMG-TOOL-FETCH") == ["/usr/bin/wget2"])
    #expect(
      target.suppressed(of: "IMG-TOOL-FETCH").map { Set($0.finding.files) } == [["/usr/bin/wget", "/usr/bin/curl"]])
  }

  /// Digests and order of layers, file times, tag, registry and archive name are another build's.
  @Test func `a rebuild of an image has no new findings`() throws {
    let baseline = Baseline(of: [try PolicyScan.image(PolicyScan.sample())])
    var layers = PolicyScan.sample().layers
    layers.insert(TestLayer([.file("var/build-id", "0123456789abcdef")]), at: 1)
    let rebuilt = SavedImage(
      [TestLayer(tar: layers[0].tar + [UInt8](repeating: 0, count: 512)), layers[1], layers[2].gzipped],
      config: PolicyScan.sample().config, tags: ["other.example:5000/web:2"])
    #expect(!Set(rebuilt.layers.map(\.diffID)).contains(PolicyScan.sample().layers[0].diffID))
    let target = try PolicyScan.image(rebuilt, policy(baseline), name: "later.tar")
    #expect(target.findings.isEmpty, "\(target.findings.map { ($0.rule, $0.message) })")
  }

  @Test func `how many files a message counts makes nothing new`() throws {
    func image(_ count: Int) -> SavedImage {
      let numbers = Array(0..<count)
      var entries: [TarEntry] = [
        .file("etc/passwd", "root:x:0:0::/root:/bin/sh\n"), .directory("root"), .file("root/a"),
      ]
      for number in numbers {
        entries += [
          .setuid("old/\(number)"), TarEntry("data\(number)", type: "5", mode: 0o755, uid: 1000, gid: 1000),
          .file("var/lib/mysql/ibdata\(number).ibd"), .file("etc/ssh/ssh_host_\(number)_key", mode: 0o600),
          TarEntry("run/svc\(number)", type: "5", mode: 0o755, uid: 7, gid: 7),
          .file("srv/\(number)", uid: 501, gid: 20),
        ]
      }
      let top = [TarEntry("old/.wh..wh..opq"), PolicyScan.program("usr/sbin/sshd"), PolicyScan.program("app")]
      return SavedImage(
        [TestLayer(entries), TestLayer(top)], config: #"{"User":"1000:1000","Entrypoint":["/app"]}"#)
    }
    let first = try PolicyScan.image(image(1))
    let rules = [
      "IMG-PERM-LATE", "IMG-PERM-NOOWNER", "IMG-RO-PIDDIR", "IMG-RO-PLAN", "IMG-RO-STATE", "IMG-RO-WRITABLE",
      "IMG-TOOL-SSHD",
    ]
    for rule in rules { #expect(!first.findings(of: RuleID(rule)).isEmpty, "\(rule)") }
    let second = try PolicyScan.image(image(3), policy(Baseline(of: [first])))
    #expect(second.findings.filter { rules.contains($0.rule.description) }.map(\.message).isEmpty)
  }

  @Test(
    arguments: [
      (["web:1"], ["web:2"], true), (["registry.example/team/web:1"], ["web@sha256:00"], true),
      (["web:1"], ["api:1"], false),
      (["web:1"], [], true), ([], ["web:1"], false), ([], [], true),
    ] as [([String], [String], Bool)])
  func `the name of the image without registry, tag and digest has to be the same`(
    known: [String], scanned: [String], isSilent: Bool
  ) throws {
    let baseline = Baseline(of: [try PolicyScan.image(PolicyScan.sample(tags: known))])
    let target = try PolicyScan.image(PolicyScan.sample(tags: scanned), policy(baseline))
    #expect(target.findings.isEmpty == isSilent)
  }

  @Test func `an image without a name is none of several`() throws {
    let known = try ["a:1", "b:1"].map { try PolicyScan.image(PolicyScan.sample(tags: [$0])) }
    let target = try PolicyScan.image(PolicyScan.sample(tags: []), policy(Baseline(of: known)))
    #expect(target.suppressed.isEmpty)
  }

  @Test func `what is gone is counted, of what was judged`() throws {
    let second = PolicyScan.dockerfile(Self.bad, path: "/work/b/Dockerfile")
    let baseline = Baseline(of: [
      PolicyScan.dockerfile(Self.bad), second, try PolicyScan.image(PolicyScan.sample()),
    ])
    func stale(_ text: String, _ change: (inout Policy) -> Void = { _ in }) -> [String] {
      var held = policy(baseline)
      change(&held)
      let ledger = PolicyLedger(held)
      _ = PolicyScan.dockerfile(text, held, ledger: ledger)
      return ledger.warnings(today: nil, coversWholeTree: true).filter { $0.code == "baseline-stale" }.map(\.message)
    }
    #expect(stale(Self.bad).isEmpty)
    let one = "FROM debian:12\nRUN chmod 777 /srv\nUSER 1000\n"
    #expect(stale(one) == ["1 finding of the baseline is gone: imgscan baseline write"])
    let none = "FROM debian:12\nUSER 1000\n"
    #expect(stale(none) == ["2 findings of the baseline are gone: imgscan baseline write"])
    #expect(stale(none) { $0.levels = ["DKF-WORLD-WRITABLE": .off] }.isEmpty)
    #expect(stale(Self.bad) { $0.ignores = [IgnoreEntry(rules: ["DKF-WORLD-WRITABLE"], place: .image)] }.isEmpty)
    #expect(stale("RUNN x\n").isEmpty)
  }

  @Test(arguments: [
    ("", BaselineError.Code.notJSON), ("{", .notJSON), ("[]", .notABaseline), ("{}", .notABaseline),
    (#"{"schemaVersion":2,"findings":[]}"#, .unknownVersion),
    (#"{"schemaVersion":"1","findings":[]}"#, .unknownVersion),
    (#"{"schemaVersion":1}"#, .notABaseline), (#"{"schemaVersion":1,"findings":{}}"#, .notABaseline),
    (#"{"schemaVersion":1,"findings":[1]}"#, .notABaseline), (#"{"schemaVersion":1,"findings":[{}]}"#, .notABaseline),
    (#"{"schemaVersion":1,"findings":[{"rule":"A","fingerprint":1,"image":""}]}"#, .notABaseline),
    (#"{"schemaVersion":1,"findings":[{"rule":"A","fingerprint":"x"}]}"#, .notABaseline),
    (#"{"schemaVersion":1,"findings":[{"rule":"A","fingerprint":"x","image":"","count":0}]}"#, .notABaseline),
    (#"{"schemaVersion":1,"findings":[{"rule":"A","fingerprint":"x","image":"","count":1e9}]}"#, .notABaseline),
    (#"{"schemaVersion":1,"findings":[{"rule":"A","fingerprint":"x","image":"","count":99999999999}]}"#, .notABaseline),
    ("\u{7F}ELF", .notJSON),
  ])
  func `what is no baseline is refused with its place`(text: String, code: BaselineError.Code) throws {
    let error = #expect(throws: BaselineError.self) { try Baseline.read(Array(text.utf8), file: "b.json") }
    #expect(error?.code == code)
    guard case .source("b.json", _)? = error?.place else {
      Issue.record("no place")
      return
    }
  }

  @Test func `members that are not known are passed over, counts add up`() throws {
    let item = #"{"image":"web","rule":"A","fingerprint":"x","count":2,"later":[{}]}"#
    let text = #"{"$schema":"x","schemaVersion":1,"findings":[\#(item),\#(item)]}"#
    let baseline = try Baseline.read(Array(text.utf8), file: "b.json")
    #expect(baseline.counts(of: .image("web")) == ["x": 4])
  }

  @Test func `names cannot break the file`() throws {
    let odd = "a\"\\\n\u{1B}[31m\u{202E}/Dockerfile"
    let target = PolicyScan.dockerfile(Self.bad, path: "/work/" + odd)
    let bytes = Baseline.write([target])
    #expect(!bytes.contains(0x1B) && !String(decoding: bytes, as: UTF8.self).unicodeScalars.contains("\u{202E}"))
    #expect(Set(try Baseline.read(bytes, file: "b").entries.map(\.path)) == [odd])
  }

  @Test(arguments: [
    ("web", "web"), ("web:1", "web"), ("registry.example:5000/a/b/web:1", "web"), ("web@sha256:0a", "web"),
    ("a/web:1@sha256:0a", "web"), ("localhost:5000/web", "web"), ("", ""),
  ])
  func `an image's short name`(reference: String, name: String) {
    #expect(ImageName.short(reference) == name && ImageName.short(nil).isEmpty)
  }
}
