import Core
import Testing

@testable import ShellCheck

@Suite struct FindingTextTests {
  private func found(_ code: Int, _ message: String) -> ShellCheckFinding {
    ShellCheckFinding(code: code, level: .error, message: message, range: 0..<1)
  }

  @Test(arguments: [
    ("Quote this.", "Quote this"), ("It is /* .", "It is /*"), ("Use `...`", "Use `...`"),
    ("And so on...", "And so on..."),
    (".", ""), ("", ""),
  ])
  func `a message has no full stop`(message: String, expected: String) {
    #expect(found(1000, message).words == expected)
  }

  @Test func `an exact message is as ShellCheck words it`() throws {
    let script = try #require(ScriptCase.scripts("FROM a\nRUN ls", isExact: true).first)
    #expect(script.findings([found(2086, "Quote this.")]).map(\.message) == ["Quote this."])
  }

  @Test(arguments: [
    ("SHELL [\"/bin/ash\", \"-c\"]\nRUN ls", ["SC3009"]), ("SHELL [\"/bin/ash\", \"-ec\"]\nRUN ls", ["SC3009"]),
    ("RUN <<E\n#!/bin/ash\nls\nE", ["SC3009"]), ("SHELL [\"/bin/dash\", \"-c\"]\nRUN ls", ["SC3009", "SC3010"]),
    ("RUN ls", ["SC3009", "SC3010"]),
  ])
  func `what the shell of busybox understands is no defect for it`(text: String, expected: [String]) throws {
    let script = try #require(ScriptCase.scripts("FROM a\n" + text).first)
    let range = script.bytes.count - 1..<script.bytes.count
    let findings = [3010, 3009].map {
      ShellCheckFinding(code: $0, level: .error, message: "not supported", range: range)
    }
    #expect(script.findings(findings).map(\.rule.description) == expected)
  }
}
