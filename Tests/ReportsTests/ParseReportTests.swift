import Core
import Dockerfile
import Foundation
import JSONText
import Testing

@testable import Reports

/// The dumps of how a Dockerfile is read.
@Suite struct ParseReportTests {
  private func sexp(_ text: String) -> String {
    String(decoding: ParseReport(DockerfileSyntax(Array(text.utf8))).sexp(), as: UTF8.self)
  }

  @Test(arguments: [
    ("FROM a\n", "(from \"a\")\n"),
    ("FROM a\nRUN --x=y b\n", "(from \"a\")\n(run [\"--x=y\"] \"b\")\n"),
    ("FROM a\nONBUILD RUN --x \"a b\"\n", "(from \"a\")\n(onbuild (run [\"--x\"] \"\\\"a b\\\"\"))\n"),
    ("FROM a\nONBUILD\nFOO a\nRUN\n", "(from \"a\")\n(onbuild)\n(foo \"\")\n(run)\n"),
    ("FROM a\nENV a=b\nENV c d\n", "(from \"a\")\n(env \"a\" \"b\" \"=\")\n(env \"c\" \"d\" \"\")\n"),
    (
      "FROM a\nRUN \u{7}\u{7F}\u{A0}é\u{200B}\u{1F600}\u{E0001}\n",
      "(from \"a\")\n(run \"\\a\\x7f\\u00a0é\\u200b😀\\U000e0001\")\n"
    ),
    ("FROM a\n\\\n", "(from \"a\")\n(\"\")\n"),
    ("İKÉ a\n", "(iké \"\")\n"),
  ])
  func `the short form is the one BuildKit prints`(text: String, expected: String) { #expect(sexp(text) == expected) }

  @Test func `invalid bytes are printed as such`() {
    let report = ParseReport(DockerfileSyntax(Array("FROM a\nRUN ".utf8) + [0xFF, 0xC3]))
    #expect(String(decoding: report.sexp(), as: UTF8.self) == "(from \"a\")\n(run \"\\xff\\xc3\")\n")
  }

  @Test func `the long form has lines, heredocs and errors`() throws {
    let text = "# c\nFROM a\nRUN <<-EOF\n\tx\n\tEOF\nFOO\n"
    let json = try JSONParser.parse(ParseReport(DockerfileSyntax(Array(text.utf8))).json(file: "D"))
    let nodes = try #require(json["nodes"]?.array)
    #expect(json["file"]?.string == "D")
    #expect(nodes.map { $0["start"]?.integer } == [2, 3, 6])
    #expect(nodes.map { $0["end"]?.integer } == [2, 5, 6])
    #expect(nodes[0]["comments"]?.strings == ["c"])
    let heredoc = try #require(nodes[1]["heredocs"]?.array?.first)
    #expect(heredoc["name"]?.string == "EOF" && heredoc["content"]?.string == "\tx\n")
    #expect(heredoc["chomp"]?.bool == true && heredoc["expand"]?.bool == true)
    #expect(json["instruction_error"]?.string?.hasPrefix("line 6: ") == true)
  }

  @Test func `a file that Docker does not read has an error and no nodes`() throws {
    let json = try JSONParser.parse(ParseReport(DockerfileSyntax(Array("FROM a\nENV b\n".utf8))).json())
    #expect(json["error"]?.string != nil && json["nodes"] == nil)
    #expect(json["error_lines"]?.array?.map(\.integer) == [2])
  }

  @Test func `nesting of any depth is printed`() throws {
    let depth = 50_000
    let text =
      Array("FROM a\n".utf8) + Array(repeating: Array("ONBUILD \\\n".utf8), count: depth).joined()
      + Array("RUN a\n".utf8)
    let report = ParseReport(DockerfileSyntax(text))
    #expect(report.sexp().suffix(8).elementsEqual(")))))))\n".utf8))
    #expect(report.json(pretty: false).count > depth * 50)
  }

  /// The shared cases of parsing; nil when they are not there.
  private static let cases: String? = {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { root.deleteLastPathComponent() }
    let folder = ProcessInfo.processInfo.environment["IMGSCAN_CASES"] ?? root.path + "/../shared/cases"
    if FileManager.default.fileExists(atPath: folder + "/parser/edge.jsonl") { return folder }
    print("not tested: the shared cases of parsing are not at \(folder) (IMGSCAN_CASES names another place)")
    return nil
  }()

  @Test func `shared cases and real files are read as BuildKit reads them`() throws {
    guard let folder = Self.cases else { return }
    var count = 0
    for name in ["parser/edge.jsonl", "dockerfiles/buildkit.jsonl"] {
      let lines = Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))).split(separator: 0x0A)
      for line in lines {
        let json = try JSONParser.parse(Array(line))
        let syntax = DockerfileSyntax(try Self.text(of: json, folder))
        let got = syntax.parseError == nil ? String(decoding: ParseReport(syntax).sexp(), as: UTF8.self) : nil
        #expect(got == json["sexp"]?.string, "\(json["name"]?.string ?? json["file"]?.string ?? "")")
        let isRefused = syntax.errors.contains { $0.layer == .instruction }
        if got != nil { #expect(isRefused == (json["instruction_error"] != nil), "\(json["name"]?.string ?? "")") }
        count += 1
      }
    }
    #expect(count > 1_900)
  }

  private static func text(of json: JSONValue, _ folder: String) throws -> [UInt8] {
    if let file = json["file"]?.string {
      return Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/dockerfiles/files/\(file)")))
    }
    if let base64 = json["b64"]?.string { return Array(Data(base64Encoded: base64) ?? Data()) }
    return Array((json["dockerfile"]?.string ?? "").utf8)
  }
}
