import Core
import Engine
import Foundation
import TestSupport
import Testing

@testable import Reports

@Suite struct GNUReportTests {
  private func render(_ outcome: Outcome) -> [UInt8] { GNUReport().render(Samples.model(outcome)) }
  private func lines(_ outcome: Outcome) -> [String] {
    String(decoding: render(outcome), as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test(arguments: Samples.formatNames) func `reports look as recorded`(name: String) {
    let outcome = Samples.named(name)
    expectGolden(render(outcome), "gnu/\(name).txt")
  }

  @Test(arguments: Samples.formatNames) func `one line each, safe to show`(name: String) {
    let outcome = Samples.named(name)
    #expect(Samples.unsafe(render(outcome)).isEmpty)
    let shown = outcome.targets.reduce(0) { sum, target in
      sum + target.incidents.count + target.warnings.count
        + target.findings.count { $0.severity >= outcome.gate.minSeverity }
    }
    #expect(lines(outcome).count == max(shown + outcome.warnings.count, outcome.targets.isEmpty ? 1 : 0))
  }

  @Test func `the problem matcher reads every line that is in a text file`() throws {
    let matcher = try NSRegularExpression(
      pattern: #"^(.+?):(\d+):(\d+): (error|warning|note): (.*) \[([A-Za-z0-9-]+)\]$"#)
    for outcome in [Samples.badDockerfile, Samples.brokenDockerfile] {
      for line in lines(outcome) {
        #expect(matcher.firstMatch(in: line, range: NSRange(line.startIndex..., in: line)) != nil, "\(line)")
      }
    }
  }

  @Test func `what could not be read is not silent`() {
    #expect(
      lines(Samples.brokenDockerfile).first
        == "Dockerfile:7:5: error: unknown instruction `RUNN`; did you mean `RUN`? [scan-incomplete]")
    #expect(lines(Samples.incomplete).contains("other.tar: error: the index is no JSON at byte 7 [scan-incomplete]"))
    #expect(lines(Samples.nothing) == ["imgscan: error: there was nothing to scan [scan-incomplete]"])
  }

  @Test func `paths are as the user named them`() {
    let found = lines(Samples.mixed)
    #expect(found.contains("./api/Dockerfile:17:1: error: 100% of it, as root: bad [DKF-USER-MISSING]"))
    #expect(found.contains("api/Dockerfile:14:1: error: /usr/bin/sudo has mode 4755 [IMG-PERM-SETUID]"))
    #expect(found.contains("web.tar: note: shell dash at /usr/bin/dash [IMG-TOOL-SHELL]"))
    #expect(found.contains(".imgscan.yaml:14:3: warning: the ignore of IMG-X matches nothing [unused-ignore]"))
  }

  @Test func `findings below the least severity are left out`() {
    let outcome = Samples.outcome([Samples.userRoot, Samples.shell], gate: Gate(minSeverity: .high))
    #expect(lines(outcome).count == 1)
  }

  /// Vim's quickfix list is what most editors' readers of such lines are modelled on.
  @Test func `Vim finds file, line, column and kind`() throws {
    guard let vim = ExternalProgram.find("vim") else { return print("not tested: vim is not installed") }
    let directory = try TemporaryDirectory()
    let report = try directory.write("report.txt", render(Samples.mixed))
    let (script, out) = (directory.path + "/read.vim", directory.path + "/out.json")
    let text = """
      set errorformat=%f:%l:%c:\\ %trror:\\ %m,%f:%l:%c:\\ %tarning:\\ %m,%f:%l:%c:\\ %tote:\\ %m
      set errorformat+=%f:\\ %trror:\\ %m,%f:\\ %tarning:\\ %m,%f:\\ %tote:\\ %m
      cgetfile \(report)
      let found = map(getqflist(), '[bufname(v:val.bufnr), v:val.lnum, v:val.col, v:val.type, v:val.text]')
      call writefile([json_encode(found)], '\(out)')
      qall!
      """
    try directory.write("read.vim", Array((text + "\n").utf8))
    let result = try vim.run(["-es", "-u", "NONE", "-N", "-S", script], seconds: 30)
    guard let data = FileManager.default.contents(atPath: out) else {
      Issue.record("vim ended with \(result.status ?? -1): \(result.errorText)")
      return
    }
    let found = try #require(JSONSerialization.jsonObject(with: data) as? [[Any]])
    let shown = found.map { $0.map { "\($0)" }.joined(separator: " ") }
    #expect(
      shown == [
        "api/Dockerfile 14 1 e /usr/bin/sudo has mode 4755 [IMG-PERM-SETUID]",
        "api/Dockerfile 17 1 e image starts as root (/config/User) [IMG-USER-ROOT]",
        "web.tar 0 0 n shell dash at /usr/bin/dash [IMG-TOOL-SHELL]",
        "./api/Dockerfile 17 1 e 100% of it, as root: bad [DKF-USER-MISSING]",
        "./api/Dockerfile 10 1 w too early [DKF-SETUID-ORDER]",
        ".imgscan.yaml 14 3 w the ignore of IMG-X matches nothing [unused-ignore]",
      ])
  }
}
