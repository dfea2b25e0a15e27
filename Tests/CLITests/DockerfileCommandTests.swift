import Foundation
import JSONText
import TestSupport
import Testing

/// `parse`, `expand` and `--dockerfile`, as typed.
@Suite struct DockerfileCommandTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func file(_ text: String, _ name: String = "Dockerfile") throws -> String {
    try directory.write(name, Array(text.utf8))
  }

  @Test func `parse prints nodes`() throws {
    let path = try file("FROM a\nRUN --x b\n")
    let sexp = try Imgscan.run("parse", path)
    #expect(sexp.status == 0 && String(decoding: sexp.output, as: UTF8.self) == "(from \"a\")\n(run [\"--x\"] \"b\")\n")
    let json = try Imgscan.run("parse", "--format", "json", path)
    #expect(json.status == 0)
    #expect(try json.json()["instruction_error"]?.string?.hasPrefix("line 2: ") == true)
  }

  @Test func `parse ends with 2 for what Docker does not read, and goes on`() throws {
    let (bad, good) = (try file("FROM a\nENV b\n", "bad"), try file("FROM c\n", "good"))
    let result = try Imgscan.run("parse", bad, good, directory.path + "/none")
    #expect(result.status == 2)
    #expect(String(decoding: result.output, as: UTF8.self) == "(from \"c\")\n")
    #expect(result.errorText.contains("bad:2: ENV has a name but no value") && result.errorText.contains("none"))
    #expect(try Imgscan.run("parse", "--format", "json", bad).json()["error"]?.string != nil)
  }

  @Test func `parse takes standard input`() throws {
    let result = try Imgscan.run("parse", "-", input: try file("FROM a\n"))
    #expect(String(decoding: result.output, as: UTF8.self) == "(from \"a\")\n")
  }

  @Test func `a batch answers a line for each name, in order`() throws {
    let names = [try file("FROM a\n", "1"), directory.path + "/none", try file("FROM a\nENV b\n", "3"), ""]
    let list = try file(names.joined(separator: "\n"), "list")
    let result = try Imgscan.run("parse", "--batch", input: list)
    let lines = result.output.split(separator: 0x0A).map { try? JSONParser.parse(Array($0)) }
    #expect(result.status == 0 && lines.count == 3)
    #expect(lines.map { $0?["file"]?.string } == names.prefix(3).map { $0 })
    #expect(lines.map { $0?["error"] == nil } == [true, false, false])
  }

  @Test func `a batch goes on after a line that is no file name`() throws {
    let good = try file("FROM a\n")
    let list = try file(String(repeating: "x", count: 5_000) + "\n-\n" + good + "\n" + good, "list")
    let lines = try Imgscan.run("parse", "--batch", input: list).output.split(separator: 0x0A)
    #expect(try lines.map { try JSONParser.parse(Array($0))["error"] == nil } == [false, false, true, true])
  }

  @Test func `expand answers a line for each line`() throws {
    let requests = [
      #"{"mode":"word","input":"a${X:-b}$Y","env":["Y=c d"]}"#, #"{"mode":"words","input":"$Y e","env":["Y=c d"]}"#,
      #"{"mode":"word","input":"${X"}"#, "no json", #"{"mode":"word","input":"`$X","escape":"`","skip_unset":true}"#,
    ]
    let result = try Imgscan.run("expand", input: try file(requests.joined(separator: "\n") + "\n", "requests"))
    let lines = try result.output.split(separator: 0x0A).map { try JSONParser.parse(Array($0)) }
    #expect(lines.count == 5)
    #expect(lines[0]["result"]?.string == "abc d" && lines[0]["unmatched"]?.strings == ["X"])
    #expect(lines[1]["words"]?.strings == ["c", "d", "e"])
    #expect(lines[2]["error"]?.string != nil && lines[3]["error"]?.string != nil)
    #expect(lines[4]["result"]?.string == "$X")
  }

  @Test func `an image's findings name the Dockerfile's lines`() throws {
    let demo = Imgscan.packageRoot + "/testdata/demo"
    let result = try Imgscan.run("-f", "json", "--dockerfile", demo + "/Dockerfile.app", demo + "/demo.tar")
    let findings = try result.json()["findings"]?.array ?? []
    func first(_ rule: String) -> JSONValue? { findings.first { $0["rule"]?.string == rule } }
    #expect(first("IMG-PERM-SETUID")?["cause"]?["startLine"]?.integer == 7)
    #expect(first("IMG-PERM-SETUID")?["change"]?["kind"]?.string == "change")
    #expect(first("IMG-TOOL-NET")?["cause"]?["startLine"]?.integer == 6)
    #expect(first("IMG-USER-ROOT")?["change"]?["kind"]?.string == "add-before")
    #expect(first("IMG-USER-ROOT")?["change"]?["lines"]?["startLine"]?.integer == 15)
    let layers = try result.json()["targets"]?.array?.first?["layers"]?.array ?? []
    #expect(layers.map { $0["origin"]?.string } == ["base"] + Array(repeating: "own", count: 7))
    #expect(layers.map { $0["source"]?["startLine"]?.integer } == [2, 3, 5, 6, 7, 9, 10, 12])
    // With and without it the same is found.
    let alone = try Imgscan.run("-f", "json", demo + "/demo.tar").json()["findings"]?.array ?? []
    #expect(alone.map { $0["rule"]?.string } == findings.map { $0["rule"]?.string })
  }

  @Test func `a Dockerfile of another image is not pointed at`() throws {
    let demo = Imgscan.packageRoot + "/testdata/demo/demo.tar"
    let result = try Imgscan.run("--dockerfile", try file("FROM x\nRUN other\nUSER 1\n"), demo)
    let text = String(decoding: result.output, as: UTF8.self)
    #expect(text.contains("does not look like this image's") && !text.contains("= where:"))
  }

  @Test(arguments: [
    ("FROM x\nENV b\n", [], "names:2: ENV has a name"), ("FROM x\n", ["--target", "y"], "no stage named"),
  ])
  func `a Dockerfile that Docker refuses is told beside its image`(
    text: String, options: [String], message: String
  ) throws {
    let demo = Imgscan.packageRoot + "/testdata/demo/demo.tar"
    let result = try Imgscan.run(["--dockerfile", try file(text, "names")] + options + [demo])
    #expect(String(decoding: result.output, as: UTF8.self).contains(message))
  }

  @Test func `a Dockerfile that cannot be read is an error`() throws {
    let demo = Imgscan.packageRoot + "/testdata/demo/demo.tar"
    let result = try Imgscan.run("--dockerfile", directory.path + "/none", demo)
    #expect(result.status == 2 && result.output.isEmpty && result.errorText.contains("none"))
  }

  @Test func `a lapsed comment returns its finding`() throws {
    let text = "FROM debian:12\n# imgscan ignore=DKF-WORLD-WRITABLE expires=2020-01-01\nRUN chmod 777 /srv\n"
    let output = String(decoding: try Imgscan.run(try file(text)).output, as: UTF8.self)
    #expect(output.contains("DKF-WORLD-WRITABLE") && output.contains("expired on 2020-01-01"))
  }
}
