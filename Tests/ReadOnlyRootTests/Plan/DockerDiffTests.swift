import Core
import TestSupport
import Testing

@testable import ReadOnlyRoot

@Suite struct DockerDiffTests {
  static let files: [ExampleFile] = [
    .program("/usr/sbin/nginx"), .directory("/run"), .directory("/var/cache/nginx"), .directory("/var/lib/x"),
    ExampleFile("/etc/nginx/conf.d/default.conf"), .directory("/data"),
  ]
  static let config = #"{"Cmd":["nginx"],"Volumes":{"/data":{}}}"#

  static func plan(_ text: String) throws -> MountPlan {
    let image = TestImage.model(config: config, layers: [files])
    return MountPlan(of: image, observed: try DockerDiff(Array(text.utf8)).claims(in: image))
  }

  @Test func `only what changed counts, not the directories above`() throws {
    let diff = try DockerDiff(Array("C /run\nA /run/nginx.pid\r\nC /var\nC /var/lib\nC /var/lib/x\nD /etc/a\n\n".utf8))
    #expect(diff.changes.map(\.words) == ["A /run/nginx.pid", "C /var/lib/x", "D /etc/a"])
    #expect(diff.total == 6)
    #expect(diff.skipped == 0)
  }

  @Test func `what the plan missed is told from what it has`() throws {
    let plan = try Self.plan(
      "C /run\nA /run/nginx.pid\nA /var/cache/nginx/client_temp\nC /var/lib/x\nA /var/lib/y/a\nA /var/lib/y/b\nA /data/z\n"
    )
    #expect(plan.entries.filter(\.isOnlyObserved).map(\.path.description) == ["/var/lib/x", "/var/lib/y"])
    #expect(plan.proposed.map(\.path.description) == ["/data", "/run", "/var/cache/nginx", "/var/lib/x", "/var/lib/y"])
    #expect(plan.entries.first { $0.path == RootPath("/run") }?.confidence == .certain)
    #expect(plan.entries.first { $0.path == RootPath("/var/lib/y") }?.why == "docker diff: A /var/lib/y/a and 1 more")
    #expect(plan.entries.first?.claims.map(\.source) == [.volume, .observed])
  }

  @Test func `a changed file of the image needs a change of the image`() throws {
    let plan = try Self.plan("C /etc/nginx/conf.d/default.conf\n")
    #expect(plan.blocked.map(\.path.description) == ["/etc/nginx/conf.d/default.conf"])
    #expect(plan.blocked.first?.obstacle?.contains("hides 1 file") == true)
  }

  @Test(arguments: [
    ("A /x\nB /y\nC/z\nA y\nA  /z\nA /a\nA /b\nA /c\nA /d\nA /e\nA /f\n", 7, 4), ("A /x\0y\nA /x\n C /y\nC /z\n", 2, 2),
    ("", 0, 0), ("\n\n", 0, 0),
  ])
  func `lines that are none are counted`(text: String, total: Int, skipped: Int) throws {
    guard total > skipped || skipped == 0 else {
      #expect(throws: DockerDiff.Failure.self) { try DockerDiff(Array(text.utf8)) }
      return
    }
    let diff = try DockerDiff(Array(text.utf8))
    #expect(diff.total == total)
    #expect(diff.skipped == skipped)
  }

  @Test(arguments: ["FROM alpine\n", #"{"a": 1}"#, "A x\nC y\n", "\u{1F}\u{8B}\u{8}", "diff --git a/x b/x\nA /x\n+y\n"])
  func `other text is refused`(text: String) {
    #expect(throws: DockerDiff.Failure.self) { try DockerDiff(Array(text.utf8)) }
  }

  @Test func `ten thousand files are a few directories`() throws {
    var text = ""
    for number in 0..<10_000 { text += "A /var/cache/nginx/\(number % 7)/\(number)\n" }
    let image = TestImage.model(config: Self.config, layers: [Self.files])
    let claims = try DockerDiff(Array(text.utf8)).claims(in: image)
    #expect(claims.count == 7)
    #expect(try Self.plan(text).entries.map(\.path.description).contains("/var/cache/nginx"))
  }

  @Test func `a plan that could not look at a change says so`() throws {
    #expect(try Self.plan("A /" + String(repeating: "a/", count: 200) + "b\n").isPartial)
    #expect(try !Self.plan("A /run/x\n").isPartial)
  }
}
