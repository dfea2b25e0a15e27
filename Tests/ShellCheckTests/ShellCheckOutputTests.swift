import Core
import Testing

@testable import ShellCheck

@Suite struct ShellCheckOutputTests {
  private func read(_ json: String, _ scripts: [String] = ["a $b\nc", "d"]) throws -> [[ShellCheckFinding]] {
    try ShellCheckOutput(
      Array(json.utf8), files: ["/0", "/1"], scripts: scripts.map { Array($0.utf8) }, limit: 1 << 20
    ).findings
  }

  private func comment(_ fields: String) -> String { "{\"comments\":[{\(fields)}]}" }

  @Test func `findings go to their files in the order of the text`() throws {
    let findings = try read(
      """
      {"comments":[
      {"file":"/1","line":1,"endLine":1,"column":1,"endColumn":2,"level":"info","code":3,"message":"m","fix":null},
      {"file":"/0","line":2,"endLine":2,"column":1,"endColumn":2,"level":"style","code":2,"message":"m","fix":null},
      {"file":"/0","line":1,"endLine":1,"column":3,"endColumn":5,"level":"error","code":2086,"message":"q","fix":
      {"replacements":[{"column":5,"endColumn":5,"endLine":1,"line":1,"precedence":7,"replacement":"\\""},
      {"column":3,"endColumn":3,"endLine":1,"line":1,"precedence":7,"replacement":"\\""}]}}]}
      """)
    let quote = ShellCheckFinding(
      code: 2086, level: .error, message: "q", range: 2..<4,
      replacements: [.init(range: 2..<2, text: "\""), .init(range: 4..<4, text: "\"")])
    #expect(
      findings == [
        [quote, ShellCheckFinding(code: 2, level: .style, message: "m", range: 5..<6)],
        [ShellCheckFinding(code: 3, level: .info, message: "m", range: 0..<1)],
      ])
  }

  @Test func `changes that touch each other are none`() throws {
    let fix = #"{"line":1,"endLine":1,"column":1,"endColumn":2,"replacement":"x"}"#
    let json = comment(
      #""file":"/0","line":1,"column":1,"level":"info","code":1,"message":"m","fix":{"replacements":[\#(fix),\#(fix)]}"#
    )
    #expect(try read(json)[0][0].replacements == [])
  }

  @Test(arguments: [
    "", "x", "[]", "{}", "{\"comments\":1}", "{\"comments\":[1]}",
    #"{"comments":[{"file":"/2","line":1,"column":1,"level":"info","code":1,"message":"m"}]}"#,
    #"{"comments":[{"file":"/0","line":9,"column":1,"level":"info","code":1,"message":"m"}]}"#,
    #"{"comments":[{"file":"/0","line":1,"column":1,"level":"loud","code":1,"message":"m"}]}"#,
    #"{"comments":[{"file":"/0","line":1,"column":1,"level":"info","code":-1,"message":"m"}]}"#,
    #"{"comments":[{"file":"/0","line":1,"column":1,"level":"info","code":1}]}"#,
    #"{"comments":[{"file":"/0","line":-9223372036854775808,"column":1,"level":"info","code":1,"message":"m"}]}"#,
  ])
  func `what ShellCheck does not print is refused`(json: String) {
    #expect(throws: ShellCheckError.self) { try read(json) }
  }

  @Test func `a column out of all bounds is the end of the line`() throws {
    let json = comment(
      #""file":"/0","line":1,"column":9223372036854775807,"endLine":1,"endColumn":-9223372036854775808,"level":"info","code":1,"message":"m""#
    )
    #expect(try read(json)[0][0].range == 4..<4)
  }
}
