import Core
import Foundation
import TestSupport
import Testing

@testable import ShellCheck

/// With the ShellCheck of this machine, whatever its version.
@Suite struct InstalledShellCheckTests {
  private static func program() -> ShellCheckProgram? {
    let environment = ProcessInfo.processInfo.environment
    let path = (environment["PATH"] ?? "") + ":/usr/bin:/usr/local/bin"
    if let found = ShellCheckProgram.find(path: nil, environmentPath: path, environment: environment) { return found }
    print("not tested: findings of ShellCheck itself, there is no shellcheck in PATH")
    return nil
  }

  private func findings(_ file: String, isExact: Bool = false) -> [Finding]? {
    guard let program = Self.program() else { return nil }
    let scripts = ScriptCase.scripts(file, isExact: isExact)
    let results = ShellCheckRunner(program: program, jobs: 2).run(scripts)
    return zip(scripts, results).flatMap { script, result in
      switch result {
      case .success(let found): return script.findings(found)
      case .failure(let error):
        Issue.record("\(error)")
        return []
      }
    }
  }

  private func shown(_ finding: Finding) -> String {
    guard case .source(_, let range) = finding.place else { return "\(finding.rule)" }
    return "\(finding.rule) \(range.start.line):\(range.start.column)-\(range.end.line):\(range.end.column)"
  }

  @Test(arguments: [
    ("FROM a\nENV x=1\nRUN echo $X $x", ["SC2086 3:10-3:12"]),
    ("FROM a\n\nRUN ls 'é' \\\n  # remark\n\t$X", ["SC2086 5:2-5:4"]),
    ("FROM a\nRUN echo \"$y\"", ["SC2154 2:11-2:13"]),
    ("FROM a\nRUN [[ a ]]", ["SC2078 2:8-2:9", "SC3010 2:5-2:12"]),
    ("FROM a\nSHELL [\"/bin/bash\",\"-c\"]\nENV x=1\nRUN [[ $x ]]", []),
    ("FROM a\nRUN cd /x; ls", ["SC2164 2:5-2:10"]),
    ("FROM a\nSHELL [\"/bin/sh\",\"-ec\"]\nRUN cd /x; ls", []),
    ("FROM a\nSHELL [\"/bin/ash\",\"-c\"]\nRUN . /x && . \"$HOME/y\"", []),
    ("FROM a\nARG x\nRUN <<E\n#!/bin/bash\nif [[ $x ]]; then\n  echo $X\nfi\nE\n", ["SC2086 6:8-6:10"]),
    ("FROM a\nARG x\nONBUILD RUN echo $X $x", ["SC2086 3:18-3:20"]),
    ("FROM a\nARG x\nRUN echo \"\u{1F600}\t$x\" $X", ["SC2086 3:20-3:22"]),
  ])
  func `a finding is at its exact place`(file: String, expected: [String]) {
    guard let findings = findings(file) else { return }
    #expect(findings.map(shown).sorted() == expected)
  }

  @Test func `all findings of a RUN are told, at its first line when the judgement is exact`() {
    let file = "FROM a\nRUN cd /x; \\\n  echo $y"
    guard let exact = findings(file, isExact: true), let findings = findings(file) else { return }
    #expect(findings.map(shown) == ["SC2164 2:5-2:10", "SC2086 3:8-3:10", "SC2154 3:8-3:10"])
    #expect(exact.map(shown) == ["SC2086 2:1-2:1", "SC2154 2:1-2:1", "SC2164 2:1-2:1"])
    #expect(exact.allSatisfy { $0.edits.isEmpty })
    #expect(findings.map(\.level) == [.warning, .info, .warning])
    #expect(findings.map(\.severity) == [.low, .info, .low])
    #expect(findings[0].notes.map(\.message) == ["explained at https://www.shellcheck.net/wiki/SC2164"])
  }

  @Test func `a change is one of the Dockerfile`() throws {
    let file = "FROM a\n\nRUN ls \\\n  $X"
    guard let findings = findings(file) else { return }
    let edits = try #require(findings.first { $0.rule == "SC2086" }).edits
    let place = { (column: Int) in SourcePosition(line: 4, column: column) }
    #expect(
      edits == [
        SourceEdit(range: SourceRange(start: place(3), end: place(3)), replacement: "\"", isSafe: false),
        SourceEdit(range: SourceRange(start: place(5), end: place(5)), replacement: "\"", isSafe: false),
      ])
  }

  @Test func `an exact judgement speaks of the first line, too`() {
    let file = "FROM a\nSHELL [\"bash\",\"-c\"]\nRUN ls"
    guard let exact = findings(file, isExact: true), let findings = findings(file) else { return }
    #expect(exact.map(\.rule) == ["SC2239"])
    #expect(findings.isEmpty)
  }

  @Test func `hostile texts end in findings or errors`() throws {
    guard let program = Self.program() else { return }
    var limits = ShellCheckLimits()
    (limits.seconds, limits.secondsAlone, limits.memoryMiB) = (2, 1, 256)
    let texts: [[UInt8]] = [
      Array("echo \u{0} $x".utf8), [0xFF, 0xFE, 0x24, 0x78], [UInt8](repeating: 0x28, count: 50_000),
      Array(String(repeating: "x", count: 1_000_000).utf8), Array(String(repeating: "$(", count: 5_000).utf8), [],
      Array("# shellcheck disable=all source=/etc/passwd\n. /etc/passwd\necho $x".utf8),
    ]
    let files = texts.map { Array("FROM a\nRUN ".utf8) + $0 + [0x0A] }
    let scripts = files.flatMap { ScriptCase.scripts($0) }
    let results = ShellCheckRunner(program: program, jobs: 2, limits: limits).run(scripts)
    #expect(results.count == scripts.count)
    for (script, result) in zip(scripts, results) {
      if case .success(let found) = result { _ = script.findings(found) }
    }
    let good = ShellCheckRunner(program: program, jobs: 2).run(ScriptCase.scripts("FROM a\nRUN echo $x"))
    #expect(try good[0].get().map(\.code).sorted() == [2086, 2154])
  }
}
