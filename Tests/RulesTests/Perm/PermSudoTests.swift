import Core
import TestSupport
import Testing

@testable import Rules

@Suite struct PermSudoTests {
  static let accounts = [
    ExampleFile("/etc/passwd", content: "root:x:0:0::/root:/bin/sh\napp:x:1000:1000::/:/bin/sh\n"),
    ExampleFile("/etc/group", content: "root:x:0:\napp:x:1000:\nwheel:x:10:app\nsudo:x:27:\n"),
  ]

  static func findings(_ files: [ExampleFile], user: String = "app", program: String = "/usr/bin/sudo") -> [Finding] {
    TestImage.findings(
      PermSudo.self, config: #"{"User":"\#(user)"}"#, layers: [accounts + [.program(program, mode: 0o4755)] + files])
  }

  @Test(arguments: [
    ("app ALL=(ALL) NOPASSWD: ALL", true), ("app ALL=(ALL:ALL) NOPASSWD:ALL", true), ("app ALL=NOPASSWD: ALL", true),
    ("%wheel ALL=(ALL) NOPASSWD: ALL", true), ("%#10 ALL=(ALL) NOPASSWD: ALL", true),
    ("#1000 ALL=(ALL) NOPASSWD: ALL", true), ("ALL ALL=(ALL) NOPASSWD: /bin/ls", true),
    ("User_Alias X = bob, app\nX ALL=(root) NOPASSWD: ALL", true), ("bob, app ALL=(ALL) NOPASSWD: ALL", true),
    ("app\tALL = (ALL) \\\n  NOPASSWD: ALL", true), ("Defaults !authenticate\napp ALL=(ALL) ALL", true),
    ("Defaults:app !authenticate\napp ALL=(ALL) ALL", true), ("app ALL=(ALL) ALL\r\napp ALL=NOPASSWD: ALL\r\n", true),
    ("app ALL=(ALL) ALL", false), ("# app ALL=(ALL) NOPASSWD: ALL", false), ("bob ALL=(ALL) NOPASSWD: ALL", false),
    ("%sudo ALL=(ALL) NOPASSWD: ALL", false), ("app ALL=(bob) NOPASSWD: ALL", false),
    ("ALL, !app ALL=(ALL) NOPASSWD: ALL", false), ("app web1=(ALL) NOPASSWD: ALL", false),
    ("app ALL=(ALL) NOPASSWD: ALL\n%wheel ALL=(ALL) ALL", false),
    ("app ALL=(ALL) NOPASSWD: ALL\n%wheel ALL=(ALL:ALL) /bin/ls", true),
    ("Defaults env_reset\nroot ALL=(ALL:ALL) ALL", false), ("User_Alias X = X\nX ALL=NOPASSWD: ALL", false),
    ("app ALL=(ALL) NOPASSWD", true), ("garbage", false), ("=", false), ("app =", false), ("", false),
  ])
  func `sudoers lets the run user become root or not`(_ text: String, _ isFree: Bool) {
    let findings = Self.findings([ExampleFile("/etc/sudoers", mode: 0o440, content: text)])
    #expect(findings.map(\.severity) == [isFree ? .critical : .high])
  }

  @Test(arguments: [
    ("permit nopass app", true), ("permit nopass :wheel as root", true), ("permit keepenv nopass app cmd ls", true),
    ("permit setenv { A=b -C } nopass app", true), ("permit nopass 1000", true), ("permit persist :wheel", false),
    ("permit nopass bob", false), ("permit nopass app as bob", false), ("permit nopass app\ndeny app", false),
    ("permit nopass :wheel\npermit persist app", false), ("deny app\npermit nopass app", true),
    ("permit nopass app\ndeny app cmd ls", true), ("permit setenv { A", false),
  ])
  func `doas lets the run user become root or not`(_ text: String, _ isFree: Bool) {
    let files = [ExampleFile("/etc/doas.conf", content: text)]
    #expect(Self.findings(files, program: "/usr/bin/doas").map(\.severity) == [isFree ? .critical : .high])
  }

  @Test func `the rule that counts is named`() {
    let findings = Self.findings([
      ExampleFile("/etc/sudoers", mode: 0o440, content: "# sudo\n@includedir /etc/sudoers.d\n"),
      ExampleFile("/etc/sudoers.d/app", mode: 0o440, content: "\napp ALL=(ALL) NOPASSWD: ALL\n"),
    ])
    #expect(findings.first?.severity == .critical)
    #expect(findings.first?.evidence.last == "/etc/sudoers.d/app:2 app ALL=(ALL) NOPASSWD: ALL")
  }

  @Test(arguments: [("app", true), ("app~", false), ("app.bak", false)])
  func `sudo reads no backups of a directory`(_ name: String, _ isFree: Bool) {
    let findings = Self.findings([
      ExampleFile("/etc/sudoers.d/\(name)", mode: 0o440, content: "app ALL=(ALL) NOPASSWD: ALL\n")
    ])
    #expect(findings.map(\.severity) == [isFree ? .critical : .high])
  }

  @Test func `a directory that sudoers does not include is not read`() {
    let findings = Self.findings([
      ExampleFile("/etc/sudoers", mode: 0o440, content: "root ALL=(ALL) ALL\n"),
      ExampleFile("/etc/sudoers.d/app", mode: 0o440, content: "app ALL=(ALL) NOPASSWD: ALL\n"),
    ])
    #expect(findings.map(\.severity) == [.high])
  }

  @Test(arguments: ["", "root", "4711", "ghost"])
  func `root, and users that passwd does not name, gain nothing`(_ user: String) {
    let sudoers = ExampleFile("/etc/sudoers", mode: 0o440, content: "ALL ALL=(ALL) NOPASSWD: ALL\n")
    #expect(Self.findings([sudoers], user: user).map(\.severity) == [.high])
  }

  @Test func `pkexec is medium and a program without the bit low`() {
    #expect(Self.findings([], program: "/usr/bin/pkexec").map(\.severity) == [.medium])
    let plain = TestImage.findings(PermSudo.self, layers: [[.program("/usr/bin/sudo")]])
    #expect(plain.map(\.severity) == [.low])
  }

  @Test func `links to one file are one finding`() {
    let findings = Self.findings([.symlink("/usr/local/bin/sudo", to: "/usr/bin/sudo")])
    #expect(findings.map(\.place.pathText) == ["/usr/bin/sudo"])
  }
}
