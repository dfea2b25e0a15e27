import Core
import ImageArchive
import RootFS
import TestSupport
import Testing

@testable import Rules

@Suite struct ReadOnlyConfigTests {
  static func findings(_ config: String, _ text: String) -> [Finding] {
    TestImage.findings(
      ReadOnlyConfig.self, config: config,
      layers: [
        [
          .program("/usr/sbin/nginx"), .directory("/run"), .directory("/cache"), .directory("/var/cache/nginx"),
          ExampleFile("/etc/nginx/nginx.conf", content: text),
        ]
      ])
  }

  @Test func `one finding stands at the line of the first path`() throws {
    let found = Self.findings(
      #"{"Cmd":["nginx"]}"#, "http {\n proxy_cache_path /cache keys_zone=a:1m;\n}\npid /run/nginx.pid;")
    #expect(found.map(\.message) == ["nginx is configured to write to /cache, /run, which no volume covers"])
    let finding = try #require(found.first)
    #expect(finding.severity == .medium)
    #expect(
      finding.evidence == [
        "start command: nginx", "/etc/nginx/nginx.conf:2 proxy_cache_path /cache",
        "/etc/nginx/nginx.conf:4 pid /run/nginx.pid",
      ])
    guard case .file(let path, _, let line) = finding.place else {
      Issue.record("no file")
      return
    }
    #expect(path == RootPath("/etc/nginx/nginx.conf") && line == 2)
  }

  @Test func `the table's finding does not repeat configured paths`() {
    let found = TestImage.findings(
      ReadOnlyWriter.self, config: #"{"Cmd":["nginx"]}"#,
      layers: [
        [
          .program("/usr/sbin/nginx"), .directory("/run"), .directory("/var/cache/nginx"),
          ExampleFile("/etc/nginx/nginx.conf", content: "pid /run/nginx.pid; http { }"),
        ]
      ])
    #expect(found.map(\.message) == ["nginx writes to /var/cache/nginx, which no volume covers"])
  }

  @Test(arguments: [
    (#"{"Cmd":["nginx"],"Volumes":{"/run":{}}}"#, "pid /run/nginx.pid;"),
    (#"{"Cmd":["nginx"],"Labels":{"imgscan.writable":"/run"}}"#, "pid /run/nginx.pid;"),
    (#"{"Cmd":["nginx"]}"#, "pid $x;"), (#"{"Cmd":["nginx"]}"#, "error_log /var/log/x;"),
    (#"{"Cmd":["nginx"]}"#, "pid /dev/shm/nginx.pid;"), (#"{"Cmd":["/other"]}"#, "pid /run/nginx.pid;"),
  ])
  func `covered, unknown and other paths are no finding`(config: String, text: String) {
    #expect(Self.findings(config, text).isEmpty)
  }
}
