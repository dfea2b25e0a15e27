import Core
import TestSupport
import Testing

@testable import Rules

/// Files and directories that others may write, owners without a name, and devices.
@Suite struct PermWritableTests {
  static let passwd = ExampleFile("/etc/passwd", content: "root:x:0:0::/root:/bin/sh\napp:x:1000:1000::/:/bin/sh\n")
  static let group = ExampleFile("/etc/group", content: "root:x:0:\napp:x:1000:\n")

  @Test(arguments: [
    ("/srv/data", 0o666 as UInt16, Severity.medium), ("/srv/run", 0o777, .high), ("/etc/app.conf", 0o666, .high),
    ("/usr/lib/libx.so", 0o666, .high), ("/opt/bin/data", 0o666, .high), ("/opt/bin/deep/data", 0o666, .medium),
    ("/etcetera", 0o666, .medium), ("/var/spool/cron/root", 0o622, .high),
  ])
  func `a file is worse where others obey it`(_ path: String, _ mode: UInt16, _ severity: Severity) {
    let findings = TestImage.findings(
      PermWWFile.self, config: #"{"Env":["PATH=/opt/bin:/usr/bin"]}"#, layers: [[ExampleFile(path, mode: mode)]])
    #expect(findings.map(\.severity) == [severity])
  }

  @Test(arguments: [
    ("/srv/data", Severity.medium, "RUN chmod o-w /srv/data"), ("/tmp", .medium, "RUN chmod 1777 /tmp"),
    ("/etc/app", .high, "RUN chmod o-w /etc/app"), ("/opt/bin", .high, "RUN chmod o-w /opt/bin"),
    ("/opt", .high, "RUN chmod o-w /opt"), ("/usr/local/lib/x", .high, "RUN chmod o-w /usr/local/lib/x"),
    ("/opt/binary", .medium, "RUN chmod o-w /opt/binary"),
  ])
  func `a directory is worse where others obey it`(_ path: String, _ severity: Severity, _ fix: String) {
    let findings = TestImage.findings(
      PermWWDir.self, config: #"{"Env":["PATH=/opt/bin:/usr/bin"]}"#,
      layers: [[ExampleFile("/opt/bin/tool"), .directory(path, mode: 0o777)]])
    #expect(findings.map(\.severity) == [severity])
    #expect(findings.first?.fix == fix)
  }

  @Test func `what only root can reach is low`() {
    let layers = [
      [ExampleFile.directory("/root", mode: 0o700), ExampleFile("/root/x", mode: 0o666)],
      [.directory("/root/d", mode: 0o777)],
    ]
    #expect(TestImage.findings(PermWWFile.self, layers: layers).map(\.severity) == [.low])
    #expect(TestImage.findings(PermWWDir.self, layers: layers).map(\.severity) == [.low])
  }

  @Test func `the run user's way in counts`() {
    let layers = [
      [ExampleFile.directory("/srv", mode: 0o750, gid: 1000), ExampleFile("/srv/x", mode: 0o666)]
    ]
    let findings = TestImage.findings(PermWWFile.self, config: #"{"User":"1000:1000"}"#, layers: layers)
    #expect(findings.map(\.severity) == [.medium])
  }

  @Test(arguments: ["/dev/shm/x", "/proc/x", "/vol/x", "/vol"])
  func `volumes and mounted file systems are passed over`(_ path: String) {
    let config = #"{"Volumes":{"/vol":{}}}"#
    #expect(TestImage.findings(PermWWDir.self, config: config, layers: [[.directory(path, mode: 0o777)]]).isEmpty)
    #expect(
      TestImage.findings(PermWWFile.self, config: config, layers: [[ExampleFile(path + "/f", mode: 0o666)]]).isEmpty)
  }

  @Test(arguments: [
    ("{}", 0o2777 as UInt16, 0 as UInt32, Severity.low as Severity?), ("{}", 0o2775, 1000, nil),
    (#"{"User":"app"}"#, 0o2775, 1000, .low), (#"{"User":"app"}"#, 0o2755, 1000, nil), ("{}", 0o4755, 0, .info),
    ("{}", 0o3777, 0, .low),
  ])
  func `a setgid directory counts when others write there`(
    _ config: String, _ mode: UInt16, _ gid: UInt32, _ severity: Severity?
  ) {
    let findings = TestImage.findings(
      PermSetiddir.self, config: config,
      layers: [[Self.passwd, Self.group, .directory("/srv/share", mode: mode, gid: gid)]])
    #expect(findings.map(\.severity) == (severity.map { [$0] } ?? []))
  }

  @Test func `unowned files are one finding a layer`() {
    let findings = TestImage.findings(
      PermNoowner.self,
      layers: [
        [Self.passwd, Self.group, ExampleFile("/a", uid: 501, gid: 20), ExampleFile("/b", uid: 501, gid: 20)],
        [ExampleFile("/c", uid: 0, gid: 77), ExampleFile("/d", uid: 1000, gid: 1000)],
      ])
    #expect(
      findings.map(\.message) == [
        "/a and 1 more belong to ids without a name in passwd or group",
        "/c belongs to ids without a name in passwd or group",
      ])
    #expect(findings.map { $0.layer?.index } == [0, 1])
    #expect(findings.first?.evidence == ["501:20: 2 files, first /a"])
  }

  @Test(arguments: [(#"{"User":"10001"}"#, true), (#"{"User":"10001:10001"}"#, true), (#"{"User":"10002"}"#, false)])
  func `the run user's number needs no name`(_ config: String, _ isSilent: Bool) {
    let findings = TestImage.findings(
      PermNoowner.self, config: config,
      layers: [[Self.passwd, Self.group, ExampleFile("/srv/a", uid: 10001, gid: 10001)]])
    #expect(findings.isEmpty == isSilent)
  }

  @Test func `without passwd nothing is unowned`() {
    #expect(TestImage.findings(PermNoowner.self, layers: [[ExampleFile("/a", uid: 501)]]).isEmpty)
  }

  @Test(arguments: [
    ("/dev/null", Severity.low), ("/dev/urandom", .low), ("/dev/sda", .medium), ("/srv/null", .medium),
  ])
  func `the usual devices of dev are mild`(_ path: String, _ severity: Severity) {
    let findings = TestImage.findings(PermDevnode.self, layers: [[ExampleFile(path, kind: .characterDevice)]])
    #expect(findings.map(\.severity) == [severity])
  }
}
