import Foundation
import TestSupport
import Testing

@Suite struct TerminalTests {
  private static let demo = Imgscan.packageRoot + "/testdata/demo/demo.tar"

  /// What the program says on a terminal; nil, with a line that says so, when there is no Python to make one.
  private func onTerminal(
    _ arguments: [String] = [demo], columns: Int = 80, environment: [String: String] = [:]
  ) throws -> String? {
    guard let python = ExternalProgram.find("python3") else {
      print("not tested: the program on a terminal (python3 is needed to make one)")
      return nil
    }
    let plain = ["NO_COLOR": "", "CLICOLOR_FORCE": "", "FORCE_COLOR": "", "CLICOLOR": "", "TERM": "xterm-256color"]
    // Python would set LC_CTYPE for the program where LANG is C (PEP 538).
    let locale = ["LC_ALL": "", "LC_CTYPE": "", "LANG": "C.UTF-8", "PYTHONCOERCECLOCALE": "0"]
    let all = plain.merging(locale) { $1 }.merging(environment) { $1 }
    let script = Imgscan.packageRoot + "/Tests/tools/run_in_pty.py"
    return try python.run([script, String(columns), Imgscan.program.path] + arguments, environment: all).outputText
  }

  private func inPipe(_ environment: [String: String]) throws -> String {
    try Imgscan.program.run([TerminalTests.demo], environment: environment).outputText
  }

  /// Without colour sequences.
  private func plain(_ text: String) -> String {
    text.replacingOccurrences(of: "\u{1B}\\[[0-9;]*m", with: "", options: .regularExpression)
  }

  @Test(arguments: [
    ([:], true), (["NO_COLOR": "1"], false), (["TERM": "dumb"], false), (["CLICOLOR": "0"], false),
    (["TERM": "dumb", "CLICOLOR_FORCE": "1"], true), (["NO_COLOR": "1", "CLICOLOR_FORCE": "1"], false),
  ])
  func `colour on a terminal`(environment: [String: String], isColored: Bool) throws {
    guard let text = try onTerminal(environment: environment) else { return }
    #expect(text.contains("IMG-USER-ROOT"))
    #expect(text.contains("\u{1B}[1;38;5;208m") == isColored, "\(environment)")
  }

  @Test(arguments: [([:], false), (["CLICOLOR_FORCE": "1"], true)])
  func `colour in a pipe`(environment: [String: String], isColored: Bool) throws {
    let text = try inPipe(environment.merging(["NO_COLOR": ""]) { $1 })
    #expect(text.contains("IMG-USER-ROOT") && text.contains("\u{1B}") == isColored)
  }

  @Test func `colour adds nothing but colour`() throws {
    guard let colored = try onTerminal(), let text = try onTerminal(environment: ["NO_COLOR": "1"]) else { return }
    #expect(plain(colored) == text && colored != text)
  }

  @Test(arguments: [60, 80, 200]) func `prose keeps to the width of the terminal`(columns: Int) throws {
    guard let text = try onTerminal(columns: columns) else { return }
    let lines = plain(text).components(separatedBy: "\n")
    let starts = lines.indices.filter { lines[$0].hasPrefix("  = why: ") }
    #expect(!starts.isEmpty)
    var longest = 0
    for start in starts {
      let end = lines[(start + 1)...].firstIndex { !$0.hasPrefix("         ") } ?? lines.count
      longest = max(longest, end - start)
      for line in lines[start..<end] { #expect(line.count <= min(columns, 100), "\(line)") }
    }
    #expect(longest > 1)
  }

  @Test func `a locale without UTF-8 gets ASCII`() throws {
    guard let text = try onTerminal(environment: ["LANG": "C"]) else { return }
    #expect(plain(text).contains("x failed: ") && text.utf8.allSatisfy { $0 < 0x80 })
    #expect(try onTerminal()?.contains("✗ ") == true)
  }

  @Test func `no progress is left on the terminal`() throws {
    guard let text = try onTerminal(environment: ["NO_COLOR": "1"]) else { return }
    // A line that was shown is cleared before the report begins.
    let last = text.components(separatedBy: "\u{1B}[K").last ?? ""
    #expect(last.hasPrefix(TerminalTests.demo))
    let errors = try Imgscan.program.run([TerminalTests.demo], environment: Imgscan.environment).errorText
    #expect(errors.isEmpty)
  }
}
