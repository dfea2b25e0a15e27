import Core
import Testing

@testable import ShellCheck

@Suite struct ShellCheckVerdictTests {
  @Test func `every file gets what is said about its own scripts`() throws {
    let fake = try FakeShellCheck(FakeShellCheck.answering)
    var limits = ShellCheckLimits()
    limits.scriptBytes = 500
    let long = "FROM a\nRUN x\nRUN " + String(repeating: "y", count: 500)
    let files = ["FROM a\nRUN x", "FROM a", "FROM a\nSHELL [\"bash\"]\nRUN x\nRUN z", long].map {
      ScriptCase.scripts($0, isExact: true)
    }
    let verdicts = fake.verdicts(on: files, limits: limits)
    #expect(verdicts.map { $0.findings.map(\.message) } == [["#!/bin/sh"], [], ["#!bash", "#!bash"], ["#!/bin/sh"]])
    #expect(verdicts.map { $0.unjudged.map(\.line) } == [[], [], [], [3]])
    #expect(verdicts[3].unjudged.first?.reason.code == .tooLong)
  }
}
