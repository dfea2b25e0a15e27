import Core
import Testing

@testable import Dockerfile

/// Comments that tell a linter to be silent.
@Suite struct PragmaTests {
  private func pragmas(_ text: String) -> [Pragma] { DockerfileSyntax(Array(text.utf8)).pragmas }

  @Test func `our own has a reason and an end`() throws {
    let all = pragmas("FROM a\n# imgscan ignore=DKF-A,DKF-B reason=\"because it is\" expires=2027-03-01\nRUN x\n")
    let pragma = try #require(all.first)
    #expect(all.count == 1 && pragma.tool == .imgscan && pragma.scope == .instruction && pragma.line == 2)
    #expect(pragma.rules == ["DKF-A", "DKF-B"])
    #expect(pragma.reason == "because it is")
    #expect(pragma.expires == CalendarDate(year: 2027, month: 3, day: 1))
  }

  @Test(arguments: [
    ("# imgscan stage-ignore=A", Pragma.Scope.stage, ["A"]), ("#imgscan file-ignore=A,B", .file, ["A", "B"]),
    ("# hadolint ignore=DL3002", .instruction, ["DL3002"]),
    ("#hadolint ignore=DL3002,SC1", .instruction, ["DL3002", "SC1"]),
    ("# hadolint  global  ignore=DL1, DL2", .file, ["DL1", "DL2"]),
    ("# hadolint stage ignore=DL1", .stage, ["DL1"]),
    ("# hadolint ignore = DL1 , DL2", .instruction, ["DL1", "DL2"]),
  ])
  func `scopes are told apart`(comment: String, scope: Pragma.Scope, rules: [String]) {
    let all = pragmas("FROM a\n\(comment)\nRUN x\n")
    #expect(all.map(\.scope) == [scope])
    #expect(all.map(\.rules) == [rules])
    #expect(all.allSatisfy { $0.problem == nil })
  }

  @Test(arguments: [
    "# imgscan", "# imgscan ignore", "# imgscan ignore=", "# imgscan ignore=A expires=2027-02-30",
    "# imgscan ignore=A expires=soon", "# imgscan ignore=A until=2027-01-01", "# imgscan off=A",
  ])
  func `a mistake is told`(comment: String) {
    #expect(pragmas("FROM a\n\(comment)\nRUN x\n").map { $0.problem != nil } == [true])
  }

  @Test(arguments: [
    "# imgscanner ignore=A", "# imgscan in an image of its own", "# hadolint", "# see imgscan ignore=A", "# ignore=A",
    "# hadolint shell=bash",
  ])
  func `ordinary comments are none`(comment: String) { #expect(pragmas("FROM a\n\(comment)\nRUN x\n").isEmpty) }

  @Test(arguments: [
    ("# check=skip=A,B;error=true\nFROM a", ["A", "B"]), ("#!x\n# check=skip=A\nFROM a", ["A"]),
    ("# syntax=x\n#check=error=true;skip=all\nFROM a", ["all"]), ("\u{FEFF}# check=skip=A\nFROM a", ["A"]),
  ])
  func `the directive of BuildKit is read`(text: String, rules: [String]) {
    #expect(pragmas(text).map(\.rules) == [rules])
    #expect(pragmas(text).map(\.scope) == [.file])
  }

  @Test(arguments: [" # check=skip=A\nFROM a", "FROM a\n  # check=skip=A\nRUN x", "FROM a\n# check=error=true\nRUN x"])
  func `indented or without skip it is a comment`(text: String) { #expect(pragmas(text).isEmpty) }

  @Test(arguments: ["FROM a\n# check=skip=A, b\nRUN x", "# x\n# check=skip=A\nFROM a"])
  func `elsewhere it is about the next instruction`(text: String) {
    #expect(pragmas(text).map(\.rules) == [["A"]])
    #expect(pragmas(text).map(\.scope) == [.instruction])
  }

  @Test(arguments: [
    ("2024-02-29", true), ("2023-02-29", false), ("2024-13-01", false), ("2024-1-01", false), ("0000-01-01", false),
  ])
  func `dates are real days`(text: String, isDate: Bool) { #expect((CalendarDate(text) != nil) == isDate) }
}
