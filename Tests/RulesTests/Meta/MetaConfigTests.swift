import Core
import RootFS
import TestSupport
import Testing

@testable import Rules

@Suite struct MetaPort22Tests {
  @Test(arguments: [
    ("22/tcp", [22]), ("22", [22]), ("22/TCP", [22]), ("22/udp", []), ("220/tcp", []), ("20-23/tcp", [21, 22, 23]),
    ("512/tcp", [512]), ("8080/tcp", []), ("x/tcp", []), ("", []), ("/tcp", []), ("23-20/tcp", []), ("-22", []),
  ])
  func `an entry opens these ports`(entry: String, ports: [Int]) {
    #expect(RiskyPorts.rows(opened: entry).map(\.port) == ports)
  }

  @Test func `each port is found once and the weaker ones are low`() {
    let config = #"{"ExposedPorts":{"22":{},"22/tcp":{},"2222/tcp":{}}}"#
    let findings = TestImage.findings(MetaPort22.self, config: config)
    #expect(findings.map(\.severity) == [.medium, .low])
    #expect(findings.last?.place == .config(pointer: "/config/ExposedPorts/2222~1tcp"))
  }
}

@Suite struct MetaVolumeSensitiveTests {
  @Test(arguments: [
    "/", "/etc", "/etc/", "//etc/./ssl", "/usr", "/usr/bin", "/lib64", "/lib/modules", "/dev", "/proc/sys",
    "/sys/fs/cgroup", "/root", "/root/.cache", "/run/docker.sock", "/var/run/docker.sock", "/run/containerd/x",
    "/a/../etc",
    "etc", "/usr/local/bin",
  ])
  func `a volume on a system directory is found`(volume: String) {
    #expect(TestImage.findings(MetaVolumeSensitive.self, config: #"{"Volumes":{"\#(volume)":{}}}"#).count == 1)
  }

  @Test(arguments: [
    "/data", "/etcd", "/var/lib/mysql", "/usr/share/elasticsearch/data", "/run", "/tmp", "/library", "/rootless",
    "/usr/src/app", "/usr/local/apache2/logs", "/home/app/etc", "/var/run",
  ])
  func `a volume for data is not`(volume: String) {
    #expect(TestImage.findings(MetaVolumeSensitive.self, config: #"{"Volumes":{"\#(volume)":{}}}"#).isEmpty)
  }
}

@Suite struct MetaHealthcheckTests {
  @Test(arguments: [
    ("{}", 1), (#"{"Healthcheck":null}"#, 1), (#"{"Healthcheck":{}}"#, 1), (#"{"Healthcheck":{"Test":[]}}"#, 1),
    (#"{"Healthcheck":{"Test":["NONE"]}}"#, 1), (#"{"Healthcheck":{"Test":["CMD-SHELL","x"]}}"#, 0),
    (#"{"Healthcheck":{"Test":["CMD","x"]}}"#, 0),
  ])
  func `only a real check counts`(config: String, count: Int) {
    let findings = TestImage.findings(MetaHealthcheck.self, config: config)
    #expect(findings.map(\.severity) == Array(repeating: .info, count: count))
  }
}

@Suite struct MetaShellFormTests {
  @Test(arguments: [
    (#"{"Cmd":["/bin/sh","-c","node a.js --password=hunter2"]}"#, "CMD starts node through /bin/sh -c"),
    (#"{"Entrypoint":["/bin/bash","-c","exec /app"]}"#, "ENTRYPOINT starts /app through /bin/bash -c"),
    (#"{"Cmd":["/bin/sh","-c","$APP"]}"#, "CMD starts its command through /bin/sh -c"),
    (#"{"Cmd":["/bin/sh","-c","TOKEN=hunter2 app"]}"#, "CMD starts its command through /bin/sh -c"),
  ])
  func `a shell form is found and its arguments are not shown`(config: String, message: String) {
    let findings = TestImage.findings(MetaShellForm.self, config: config)
    #expect(findings.map(\.message) == [message])
    #expect(!"\(findings)".contains("hunter2"))
  }

  @Test(arguments: [#"{"Cmd":["node","-c"]}"#, #"{"Cmd":["/bin/sh"]}"#, #"{"Cmd":["/bin/sh","/run.sh"]}"#, "{}"])
  func `an exec form is not`(config: String) {
    #expect(TestImage.findings(MetaShellForm.self, config: config).isEmpty)
  }
}

@Suite struct MetaPathTests {
  @Test(arguments: [
    (".:/bin", 1), ("/bin:.", 1), (":/bin", 1), ("/bin:", 1), ("/bin::/sbin", 1), ("bin:/bin", 1), ("$PATH:/x", 1),
    ("", 1), ("/bin:/sbin", 0), (".:.:/bin", 1), ("./:a:/bin", 2), ("/app/bin:/bin", 1), ("/bin:/app/bin", 0),
    ("/app/bin", 0), ("/app/../app/bin/:/bin", 1), ("/not/there:/bin", 0), ("/vol/bin:/bin", 0),
    ("/bin:/app/bin:/usr/bin/", 1), ("/tmp:/bin", 1),
  ])
  func `elements are judged by what can be put there`(path: String, count: Int) {
    let findings = TestImage.findings(
      MetaPath.self, config: #"{"User":"1000:1000","Volumes":{"/vol":{}},"Env":["A=1","PATH=\#(path)"]}"#,
      layers: [
        [.directory("/app/bin", uid: 1000), .directory("/vol/bin", uid: 1000), .directory("/tmp", mode: 0o1777)]
      ])
    #expect(findings.count == count)
  }

  @Test(arguments: ["", "0", "unknown"])
  func `for root and unknown users no directory is said to be writable`(user: String) {
    let findings = TestImage.findings(
      MetaPath.self, config: #"{"User":"\#(user)","Env":["PATH=/app:/bin"]}"#,
      layers: [[.directory("/app", mode: 0o777)]])
    #expect(findings.isEmpty)
  }

  @Test func `a directory behind a link is judged where it is`() {
    let findings = TestImage.findings(
      MetaPath.self, config: #"{"User":"1000:1000","Env":["PATH=/b:/bin"]}"#,
      layers: [[.directory("/app", uid: 1000), .symlink("/b", to: "app")]])
    #expect(findings.first?.place == .file(path: RootPath("/app"), layer: findings.first?.layer))
    #expect(findings.count == 1)
  }
}
