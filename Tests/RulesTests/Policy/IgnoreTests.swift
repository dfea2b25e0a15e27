import Core
import Testing
import TestSupport

@testable import Engine

/// Ignores and allowances of a configuration.
@Suite struct IgnoreTests {
  private static let bad = "FROM debian:12\nRUN chmod 777 /srv\nUSER 1000\n"

  private func entry(
    _ rules: [String] = ["DKF-WORLD-WRITABLE"], path: String? = nil, image: String? = nil, layer: LayerOrigin? = nil,
    reason: String? = nil, expires: String? = nil, line: Int = 14
  ) -> IgnoreEntry {
    IgnoreEntry(
      rules: rules, path: path, image: image, layer: layer, reason: reason,
      expires: expires.flatMap { CalendarDate($0) },
      place: PolicyScan.line(line))
  }

  @Test(
    arguments: [
      (nil, true), ("services/api/Dockerfile", true), ("./services/api/Dockerfile", true), ("services/api", true),
      ("services/", true), ("services/*/Dockerfile", true), ("**/Dockerfile", true), ("**/api/**", true), ("**", true),
      ("services/a?i/Dockerfile", true), ("services/**", true), ("[s]ervices/api/*", true),
      ("Dockerfile", false), ("*/Dockerfile", false), ("services/ap", false), ("services/api/Dockerfile.dev", false),
      ("/services/api/Dockerfile", false), ("services/*.dev", false), ("[", false), ("", true),
    ] as [(String?, Bool)])
  func `a path is a pattern below the configuration's directory`(path: String?, isSilent: Bool) {
    let policy = PolicyScan.policy { $0.ignores = [entry(path: path)] }
    let target = PolicyScan.dockerfile(Self.bad, policy, path: "/work/services/api/Dockerfile")
    #expect(target.findings(of: "DKF-WORLD-WRITABLE").isEmpty == isSilent)
    #expect(target.suppressed.map(\.suppression.by) == (isSilent ? [.config] : []))
  }

  @Test func `what is not below the directory has no path that matches`() {
    let policy = PolicyScan.policy { $0.ignores = [entry(path: "**")] }
    let scanner = DockerfileScanner(policy: policy)
    for path in ["/workshop/Dockerfile", "/Dockerfile", nil] {
      #expect(scanner.scan(Array(Self.bad.utf8), name: "Dockerfile", path: path).suppressed.isEmpty)
    }
  }

  @Test func `an alias silences the rule and the entry is told with the finding`() {
    let entry = entry(["DL3002"], reason: "legacy", expires: "2027-01-01")
    let policy = PolicyScan.policy { $0.ignores = [entry] }
    let target = PolicyScan.dockerfile("FROM debian:12\nUSER root\n", policy)
    let expected = Suppression(by: .config, reason: "legacy", expires: entry.expires, place: entry.place)
    #expect(target.suppressed.map(\.suppression) == [expected])
    #expect(target.suppressed.first?.finding.rule == "DKF-USER-ROOT")
  }

  @Test(arguments: [
    ("/opt/tool/helper", ["/srv/other"]), ("/opt", ["/srv/other"]), ("/opt/", ["/srv/other"]),
    ("/*/other", ["/opt/tool/helper"]), ("/opt/*", ["/srv/other"]), ("/**", []), ("/", []),
    ("/**/helper", ["/srv/other"]),
    ("/op", ["/opt/tool/helper", "/srv/other"]), ("/*", []), ("opt/tool/helper", ["/opt/tool/helper", "/srv/other"]),
    ("app.tar", []), ("*.tar", []), ("other.tar", ["/opt/tool/helper", "/srv/other"]),
  ])
  func `a path with a slash in front is one in the image`(path: String, left: [String]) throws {
    let policy = PolicyScan.policy { $0.ignores = [entry(["IMG-PERM-SETUID"], path: path)] }
    let target = try PolicyScan.image(PolicyScan.sample(), policy, options: PolicyScan.firstIsBase)
    #expect(target.files(of: "IMG-PERM-SETUID").sorted() == left)
  }

  @Test(arguments: [
    ("**/web:*", true), ("registry.example/team/web:1", true), ("registry.example/*/web", true), ("**/web", true),
    ("app.tar", true), ("*.tar", true), ("*/web:*", false), ("web:*", false), ("**/web:2", false), ("**/api", false),
  ])
  func `an image is told by its name or its archive's`(pattern: String, isSilent: Bool) throws {
    let policy = PolicyScan.policy { $0.ignores = [entry(["IMG-PERM-SETUID"], image: pattern)] }
    let target = try PolicyScan.image(PolicyScan.sample(), policy)
    #expect(target.findings(of: "IMG-PERM-SETUID").isEmpty == isSilent)
  }

  @Test func `a layer's origin is asked of the finding's layer`() throws {
    for (origin, left) in [(LayerOrigin.base, 1), (.own, 1), (.unknown, 2)] {
      let policy = PolicyScan.policy { $0.ignores = [entry(["IMG-TOOL-FETCH", "IMG-USER-ROOT"], layer: origin)] }
      let target = try PolicyScan.image(PolicyScan.sample(), policy, options: PolicyScan.firstIsBase)
      #expect(target.files(of: "IMG-TOOL-FETCH").count == left, "\(origin)")
    }
  }

  @Test func `the first entry that counts is the one that silences`() {
    let policy = PolicyScan.policy {
      $0.ignores = [entry(reason: "old", expires: "2026-11-20"), entry(reason: "one"), entry(reason: "two")]
    }
    #expect(PolicyScan.dockerfile(Self.bad, policy).suppressed.map(\.suppression.reason) == ["one"])
  }

  @Test func `an expired entry returns the finding and says so`() throws {
    let policy = PolicyScan.policy { $0.ignores = [entry(expires: "2026-11-20")] }
    let target = PolicyScan.dockerfile(Self.bad, policy)
    let finding = try #require(target.findings(of: "DKF-WORLD-WRITABLE").first)
    #expect(finding.notes.last?.message == "the ignore in .imgscan.yaml:14 expired on 2026-11-20")
    #expect(finding.notes.last?.place == PolicyScan.line(14))
    let today = PolicyScan.policy { $0.ignores = [entry(expires: "2026-11-21")] }
    #expect(PolicyScan.dockerfile(Self.bad, today).suppressed.count == 1)
  }

  @Test func `strict wants a reason`() {
    for (reason, count) in [(nil, 0), ("", 0), ("  ", 0), ("they know", 1)] as [(String?, Int)] {
      let policy = PolicyScan.policy {
        $0.profile = .strict
        $0.ignores = [entry(reason: reason)]
      }
      #expect(PolicyScan.dockerfile(Self.bad, policy).suppressed.count == count)
    }
  }

  @Test func `of a finding for several files those that are silenced are taken out of its words`() throws {
    let policy = PolicyScan.policy {
      $0.ignores = [
        entry(["IMG-PERM-STOCK"], path: "/usr/bin/su", reason: "a"),
        entry(["IMG-PERM-STOCK"], path: "/usr/bin/ch*", reason: "b"),
        entry(["IMG-TOOL-FETCH"], path: "/usr/bin/curl"),
      ]
    }
    let target = try PolicyScan.image(PolicyScan.sample(), policy, options: PolicyScan.firstIsBase)
    let stock = target.findings(of: "IMG-PERM-STOCK")
    #expect(stock.map(\.files) == [["/usr/bin/mount"]])
    #expect(stock.map(\.message) == ["1 setuid or setgid file of the base image still has its bit"])
    #expect(stock.first?.evidence.count == 1)
    let silent = target.suppressed(of: "IMG-PERM-STOCK")
    #expect(silent.map(\.suppression.reason).sorted { ($0 ?? "") < ($1 ?? "") } == ["a", "b"])
    #expect(Set(silent.flatMap(\.finding.files)) == ["/usr/bin/su", "/usr/bin/chage"])
    #expect(target.files(of: "IMG-TOOL-FETCH") == ["/usr/bin/wget"])
    #expect(
      target.findings(of: "IMG-TOOL-FETCH").first?.message.hasPrefix("1 download tool is present: /usr/bin/wget")
        == true)
    #expect(target.suppressed(of: "IMG-TOOL-FETCH").flatMap(\.finding.files) == ["/usr/bin/curl"])
  }

  @Test func `a finding for several files is silent as a whole`() throws {
    let policy = PolicyScan.policy { $0.ignores = [entry(["IMG-PERM-STOCK"], path: "/usr")] }
    let target = try PolicyScan.image(PolicyScan.sample(), policy, options: PolicyScan.firstIsBase)
    #expect(target.findings(of: "IMG-PERM-STOCK").isEmpty)
    #expect(target.suppressed(of: "IMG-PERM-STOCK").map(\.finding.files.count) == [3])
  }

  @Test func `only own layers' files count with only-own`() throws {
    let policy = PolicyScan.policy { $0.onlyOwn = true }
    let target = try PolicyScan.image(PolicyScan.sample(), policy, options: PolicyScan.firstIsBase)
    #expect(target.findings(of: "IMG-PERM-STOCK").isEmpty)
    #expect(target.files(of: "IMG-TOOL-FETCH") == ["/usr/bin/wget"])
    #expect(target.files(of: "IMG-PERM-SETUID").sorted() == ["/opt/tool/helper", "/srv/other"])
    #expect(Set(target.suppressed.map(\.suppression.by)) == [.base])
  }

  @Test func `only-own says so when nobody knows which layers are the base's`() throws {
    let policy = PolicyScan.policy { $0.onlyOwn = true }
    let unknown = try PolicyScan.image(PolicyScan.sample(), policy)
    #expect(unknown.suppressed.isEmpty && unknown.files(of: "IMG-TOOL-FETCH").count == 2)
    #expect(unknown.warnings.map(\.code) == ["base-unknown"])
    let known = try PolicyScan.image(PolicyScan.sample(), policy, options: PolicyScan.firstIsBase)
    #expect(known.warnings.isEmpty)
    #expect(try PolicyScan.image(PolicyScan.sample()).warnings.isEmpty)
  }

  @Test func `a finding tells of a few expired ignores only, each of which is told once`() throws {
    let policy = PolicyScan.policy {
      $0.ignores = (1...500).map { entry(["DKF-WORLD-WRITABLE"], expires: "2026-10-15", line: $0) }
    }
    let ledger = PolicyLedger(policy)
    let target = PolicyScan.dockerfile("FROM debian:12\nRUN chmod 777 /srv\n", policy, ledger: ledger)
    let finding = try #require(target.findings(of: "DKF-WORLD-WRITABLE").first)
    #expect(finding.notes.count { $0.message.hasSuffix("expired on 2026-10-15") } == 3)
    let warnings = ledger.warnings(today: PolicyScan.today, coversWholeTree: true)
    #expect(warnings.map(\.code) == [String](repeating: "expired-ignore", count: 500))
  }

  @Test(
    arguments: [
      ("srv/**", "srv/a/b", true), ("srv/**", "srv", false), ("**/x1", "x1", true), ("**/x1", "a/b/x1", true),
      ("**/x1", "a/x1/b", true), ("**/x1", "a/x12", false), ("srv/**/x1", "srv/x1", true),
      ("srv/**/x1", "srv/a/x2", false), ("/srv/*/f?1", "srv/a/fa1", true), ("srv/*.txt", "srv/b.txt/c", true),
      ("srv/*.txt", "srv/a/b.txt", false), ("srv/[ab]/c", "srv/b/c", true), ("srv/[ab]/c", "srv/c/c", false),
      ("a\\*b", "a*b", true), ("a\\*b", "acb", false), ("*", "anything/below", true), ("/", "any", true),
      ("srv/", "srv/a", true), ("srv", "srvx", false), ("./srv/*", "srv/a", true),
    ])
  func `a pattern takes what it names and what is below`(pattern: String, path: String, isTaken: Bool) {
    #expect(PathGlob(pattern, takesBelow: true).matches(Array(path.utf8)) == isTaken)
    #expect(PathGlob(pattern, takesBelow: true).matches(Array(("/" + path).utf8)) == isTaken)
  }
}
