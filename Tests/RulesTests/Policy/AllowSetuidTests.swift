import Core
import Testing
import TestSupport

@testable import Engine

/// `allow-setuid`: which set-id files are let pass.
@Suite struct AllowSetuidTests {
  private func allowance(
    _ path: String, owner: String? = nil, mode: String? = nil, package: String? = nil, expires: String? = nil
  ) -> SetuidAllowance {
    SetuidAllowance(
      path: path, owner: owner, mode: mode, package: package, expires: expires.flatMap { CalendarDate($0) },
      place: PolicyScan.line(7))
  }

  @Test(
    arguments: [
      ("/usr/bin/chage", nil, nil, true), ("/usr/bin/ch*", nil, nil, true), ("usr/bin/chage", nil, nil, true),
      ("/usr/bin/chage", "root:shadow", "2755", true), ("/usr/bin/chage", "root", "02755", true),
      ("/usr/bin/chage", "0:42", nil, true), ("/usr/bin/chage", "0:shadow", nil, true),
      ("/usr/bin/chage", "root:root", nil, false), ("/usr/bin/chage", "daemon", nil, false),
      ("/usr/bin/chage", nil, "4755", false), ("/usr/bin/chage", nil, "x", false), ("/usr/bin", nil, nil, false),
      ("/bin/chage", nil, nil, false), ("**/chage", nil, nil, true),
    ] as [(String, String?, String?, Bool)])
  func `path, owner and mode have to be the file's`(path: String, owner: String?, mode: String?, isAllowed: Bool) throws
  {
    let policy = PolicyScan.policy { $0.setuidAllowances = [allowance(path, owner: owner, mode: mode)] }
    let target = try PolicyScan.image(PolicyScan.sample(), policy, options: PolicyScan.firstIsBase)
    #expect(target.files(of: "IMG-PERM-STOCK").contains("/usr/bin/chage") != isAllowed)
    #expect(target.suppressed.map(\.suppression.by) == (isAllowed ? [.allowSetuid] : []))
  }

  @Test(arguments: [
    ("var/lib/dpkg/info/util-linux.list", "/usr/bin/su\n"), ("var/lib/dpkg/info/util-linux:amd64.list", "/bin/su"),
    ("var/lib/dpkg/info/util-linux.list", "/.\n/usr\n/usr/bin\n/usr/bin/sux\n\n/usr/sbin/su\n/usr/bin/su"),
    ("lib/apk/db/installed", "P:util-linux\nF:usr/bin\nR:sux\nR:su\n\nP:sudo\nF:bin\nR:sudo\n"),
    ("lib/apk/db/installed", "P:util-linux\nF:bin\nR:su"),
  ])
  func `the package has to be the file's`(_ list: String, _ content: String) throws {
    var image = PolicyScan.sample()
    image.layers[0] = TestLayer([
      .setuid("usr/bin/su"), .file(list, content), .file("var/lib/dpkg/info/zero.list", ""),
      .file("var/lib/dpkg/info/sudo.list", String(repeating: "/usr/share/doc/sudo/su\n", count: 5000)),
      .file("etc/os-release", "ID=debian\n"),
    ])
    for (package, isAllowed) in [("util-linux", true), ("sudo", false)] {
      let policy = PolicyScan.policy { $0.setuidAllowances = [allowance("/usr/bin/su", package: package)] }
      let target = try PolicyScan.image(image, policy, options: PolicyScan.firstIsBase)
      #expect(target.findings(of: "IMG-PERM-STOCK").isEmpty == isAllowed, "\(package)")
    }
  }

  @Test func `own files can be allowed, other permissions cannot`() throws {
    var image = PolicyScan.sample()
    image.layers.append(
      TestLayer([
        TarEntry("usr/bin/odd", mode: 0o4755, uid: 33, content: "\u{7F}ELF"), .file("etc/shadow", mode: 0o666),
        .setuid("usr/bin/sudo"),
      ]))
    let policy = PolicyScan.policy { $0.setuidAllowances = [allowance("/**")] }
    let target = try PolicyScan.image(image, policy, options: PolicyScan.firstIsBase)
    for rule in ["IMG-PERM-SETUID", "IMG-PERM-STOCK", "IMG-PERM-SETUID-USER"] {
      #expect(target.findings(of: RuleID(rule)).isEmpty && !target.suppressed(of: RuleID(rule)).isEmpty, "\(rule)")
    }
    #expect(!target.findings(of: "IMG-PERM-SENSITIVE").isEmpty && !target.findings(of: "IMG-PERM-SUDO").isEmpty)
  }

  @Test func `an expired one returns the file`() throws {
    let policy = PolicyScan.policy { $0.setuidAllowances = [allowance("/srv/other", expires: "2026-10-15")] }
    let target = try PolicyScan.image(PolicyScan.sample(), policy, options: PolicyScan.firstIsBase)
    let finding = try #require(target.findings(of: "IMG-PERM-SETUID").first { $0.files == ["/srv/other"] })
    #expect(finding.notes.last?.message == "the allow-setuid entry in .imgscan.yaml:7 expired on 2026-10-15")
  }

  @Test(arguments: [("0755", "the file has another owner, mode or package"), (nil, nil)] as [(String?, String?)])
  func `an entry that says something wrong of a file is not told as not needed`(mode: String?, cause: String?) throws {
    let policy = PolicyScan.policy {
      $0.setuidAllowances = [allowance("/usr/bin/su", mode: mode), allowance("/usr/bin/none")]
    }
    let ledger = PolicyLedger(policy)
    _ = try PolicyScan.image(PolicyScan.sample(), policy, ledger: ledger, options: PolicyScan.firstIsBase)
    let told = ledger.warnings(today: PolicyScan.today, coversWholeTree: false).map(\.message)
    #expect(
      told == ["this allow-setuid entry for /usr/bin/none allows nothing: no finding needs it"]
        + (cause.map { ["this allow-setuid entry for /usr/bin/su allows nothing: \($0)"] } ?? []))
  }
}
