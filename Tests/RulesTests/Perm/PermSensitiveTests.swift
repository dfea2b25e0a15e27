import Core
import TestSupport
import Testing

@testable import Rules

@Suite struct PermSensitiveTests {
  static let group = ExampleFile(
    "/etc/group", content: "root:x:0:\nshadow:x:42:\nssh_keys:x:101:\nssl-cert:x:102:\napp:x:1000:\n")

  @Test(arguments: [
    ("/etc/shadow", 0o640 as UInt16, 0 as UInt32, 42 as UInt32, false), ("/etc/shadow", 0o000, 0, 0, false),
    ("/etc/shadow", 0o600, 0, 0, false), ("/etc/shadow", 0o600, 0, 1000, false), ("/etc/shadow", 0o644, 0, 42, true),
    ("/etc/shadow", 0o660, 0, 42, true), ("/etc/shadow", 0o640, 0, 1000, true), ("/etc/shadow", 0o600, 1000, 0, true),
    ("/etc/gshadow", 0o644, 0, 42, true), ("/etc/passwd", 0o644, 0, 0, false), ("/etc/passwd", 0o664, 0, 0, true),
    ("/etc/passwd", 0o644, 1000, 0, true), ("/etc/sudoers", 0o440, 0, 0, false), ("/etc/sudoers", 0o640, 0, 0, false),
    ("/etc/sudoers", 0o644, 0, 0, true), ("/etc/sudoers", 0o460, 0, 0, true),
    ("/etc/sudoers.d/app", 0o644, 0, 0, false), ("/etc/sudoers.d/app", 0o664, 0, 0, true),
    ("/etc/ssh/ssh_host_rsa_key", 0o600, 0, 0, false), ("/etc/ssh/ssh_host_rsa_key", 0o640, 0, 101, false),
    ("/etc/ssh/ssh_host_rsa_key", 0o640, 0, 1000, true), ("/etc/ssh/ssh_host_rsa_key", 0o604, 0, 0, true),
    ("/etc/ssh/ssh_host_rsa_key.pub", 0o644, 0, 0, false), ("/etc/ssl/private/a.key", 0o640, 0, 102, false),
    ("/etc/ssl/private/a.key", 0o644, 0, 0, true), ("/etc/ssl/private/README", 0o644, 0, 0, false),
    ("/etc/ssl/certs/a.pem", 0o644, 0, 0, false),
  ])
  func `a file is open to others or not`(_ path: String, _ mode: UInt16, _ uid: UInt32, _ gid: UInt32, _ fires: Bool) {
    let findings = TestImage.findings(
      PermSensitive.self, layers: [[Self.group, ExampleFile(path, mode: mode, uid: uid, gid: gid)]])
    #expect(findings.isEmpty != fires)
    #expect(findings.allSatisfy { $0.severity == .high && $0.place.pathText == path })
  }

  @Test func `a key behind a closed directory is not open`() {
    let layers = [
      [ExampleFile.directory("/etc/ssl/private", mode: 0o700), ExampleFile("/etc/ssl/private/a.key", mode: 0o644)]
    ]
    #expect(TestImage.findings(PermSensitive.self, layers: layers).isEmpty)
  }

  @Test(arguments: [
    (0o700 as UInt16, true, false), (0o550, true, false), (0o755, true, true), (0o755, false, false),
  ])
  func `an open home of root is low when something is in it`(_ mode: UInt16, _ hasFile: Bool, _ fires: Bool) {
    let files: [ExampleFile] = [.directory("/root", mode: mode)] + (hasFile ? [ExampleFile("/root/.profile")] : [])
    let findings = TestImage.findings(PermSensitive.self, layers: [files])
    #expect(findings.map(\.severity) == (fires ? [.low] : []))
  }
}
