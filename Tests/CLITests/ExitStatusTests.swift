import Foundation
import JSONText
import TestSupport
import Testing

@Suite struct ExitStatusTests {
  /// An image without anything to find at medium or above, and one with.
  static let clean = SavedImage(
    [
      .file("app", "\u{7F}ELF", mode: 0o755), .file("etc/passwd", "app:x:10001:10001::/:/\n"),
      .file("etc/group", "app:x:10001:\n"),
    ],
    config: #"{"User":"10001:10001","Entrypoint":["/app"],"Healthcheck":{"Test":["NONE"]}}"#)
  static let bad = SavedImage([.setuid("bin/su")])

  let directory: TemporaryDirectory
  let clean: String
  let bad: String

  init() throws {
    directory = try TemporaryDirectory()
    clean = try directory.write("clean.tar", SavedImage.tar(ExitStatusTests.clean.dockerMembers()))
    bad = try directory.write("bad.tar", SavedImage.tar(ExitStatusTests.bad.dockerMembers()))
  }

  @Test func `0 when nothing reaches the gate`() throws {
    let result = try Imgscan.run(clean)
    #expect(result.status == 0, "\(result.outputText)\(result.errorText)")
    #expect(!result.output.isEmpty)
  }

  @Test func `1 when findings reach it`() throws {
    let result = try Imgscan.run(bad)
    #expect(result.status == 1)
    #expect(result.outputText.contains("/bin/su"))
    #expect(result.outputText.contains("IMG-PERM-SETUID"))
  }

  @Test func `2 when a subject is no image`() throws {
    let binary = try directory.write("binary.tar", [0, 1, 2, 3])
    let result = try Imgscan.run(binary)
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.errorText.contains("is not a container image"))
  }

  @Test(arguments: [("critical", 0, 1), ("high", 0, 1), ("info", 0, 1)])
  func `the gate is where --fail-on puts it`(_ level: String, _ least: Int32, _ most: Int32) throws {
    let status = try #require(try Imgscan.run("--fail-on", level, bad).status)
    let worst = try Imgscan.run("-f", "json", bad).json()["summary"]
    #expect((least...most).contains(status))
    let counts = ["critical", "high", "medium", "low", "info"]
    let reached = counts[...(counts.firstIndex(of: level) ?? 0)].contains { (countOf($0, worst) ?? 0) > 0 }
    #expect((status == 1) == reached)
  }

  private func countOf(_ level: String, _ summary: JSONValue?) -> Int64? {
    for member in summary?.members ?? [] { if let count = member.value[level]?.integer { return count } }
    return summary?[level]?.integer
  }

  @Test func `--exit-code and --no-fail change the status for findings, never the one for trouble`() throws {
    #expect(try Imgscan.run("--exit-code", "7", bad).status == 7)
    #expect(try Imgscan.run("--no-fail", bad).status == 0)
    #expect(try Imgscan.run("--exit-code", "7", clean).status == 0)
    #expect(try Imgscan.run("--no-fail", directory.path + "/missing.tar").status == 2)
    #expect(try Imgscan.run("--exit-code", "7", directory.path + "/missing.tar").status == 2)
  }

  @Test func `a layer that cannot be read is 2, with the report of the rest`() throws {
    var image = ExitStatusTests.bad
    image.layers.append(TestLayer(tar: [1, 2, 3]))
    let path = try directory.write("broken.tar", SavedImage.tar(image.dockerMembers()))
    for arguments in [[path], ["--no-fail", path]] {
      let result = try Imgscan.run(arguments)
      #expect(result.status == 2)
      #expect(result.outputText.contains("/bin/su"))
    }
  }

  @Test func `of several subjects a broken one gives 2 and the others are reported`() throws {
    let missing = directory.path + "/missing.tar"
    for arguments in [[bad, missing], [missing, bad], [clean, missing, bad]] {
      let result = try Imgscan.run(arguments)
      #expect(result.status == 2)
      #expect(result.outputText.contains("/bin/su"))
      #expect(result.errorText.contains("missing.tar: no such file or directory"))
      let report = try Imgscan.run(["-f", "json"] + arguments)
      #expect(report.status == 2)
      #expect(try report.json()["targets"]?.array?.count == arguments.count)
    }
  }

  @Test(arguments: [
    ["--no-such-flag"], ["--fail-on", "awful", "x"], ["--exit-code", "256", "x"], ["--exit-code", "-1", "x"],
    ["--jobs", "-1", "x"], ["--platform", "linux", "x"], ["--max-entries", "0", "x"], ["-f", "yaml", "x"], ["facts"],
    ["explain"],
    ["explain", "IMG-NO-SUCH-RULE"], ["layers"],
  ])
  func `a command line that is wrong is 2 and says why`(_ arguments: [String]) throws {
    let result = try Imgscan.run(arguments)
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(!result.errors.isEmpty)
  }

  @Test func `no arguments give the help and 2`() throws {
    let result = try Imgscan.run([])
    #expect(result.status == 2)
    #expect(result.errorText.contains("docker save"))
    #expect(result.output.isEmpty)
  }

  @Test(arguments: [
    ["--help"], ["-h"], ["--version"], ["facts", "--help"], ["rules"], ["schema"], ["explain", "IMG-USER-ROOT"],
  ])
  func `what is asked for goes to standard output with 0`(_ arguments: [String]) throws {
    let result = try Imgscan.run(arguments)
    #expect(result.status == 0)
    #expect(!result.output.isEmpty)
    #expect(result.errors.isEmpty)
  }

  @Test(arguments: ["nginx", "nginx:1.27", "registry.example/app:1"])
  func `an image's name instead of a file is answered with docker save`(_ name: String) throws {
    let result = try Imgscan.run(name)
    #expect(result.status == 2)
    #expect(result.errorText.contains("docker save \(name) | imgscan -"))
  }

  @Test func `a layer over a limit is 2 and the message names the flag`() throws {
    let result = try Imgscan.run("--max-entries", "1", bad)
    _ = result
    var image = ExitStatusTests.bad
    image.layers = [TestLayer((0..<20).map { .setuid("f\($0)") })]
    let path = try directory.write("many.tar", SavedImage.tar(image.dockerMembers()))
    let limited = try Imgscan.run("--max-entries", "10", path)
    #expect(limited.status == 2)
    #expect(limited.outputText.contains("--max-entries"))
    #expect(try Imgscan.run("--max-entries", "100", path).status == 1)
  }

  @Test func `a wrong diff ID is 2 with --verify, and without it the report says that nothing was verified`() throws {
    var image = ExitStatusTests.bad
    image.statedDiffIDs = [digest(of: [])]
    let path = try directory.write("lie.tar", SavedImage.tar(image.dockerMembers()))
    let verified = try Imgscan.run("--verify", path)
    #expect(verified.status == 2)
    #expect(verified.outputText.contains("diff ID"))
    let trusting = try Imgscan.run(path)
    #expect(trusting.status == 1)
    #expect(trusting.outputText.contains("not verified"))
    #expect(try Imgscan.run("--verify", bad).outputText.contains("not verified") == false)
  }
}
