import Core
import Engine
import Testing

@testable import Reports

@Suite struct PlainReportTests {
  private func render(_ outcome: Outcome, ascii: Bool = false, verbose: Bool = false, all: Bool = false) -> [UInt8] {
    PlainReport(style: TerminalStyle(ascii: ascii), verbose: verbose)
      .render(Samples.model(outcome, showsSuppressed: all))
  }
  private func lines(_ outcome: Outcome, ascii: Bool = false, verbose: Bool = false, all: Bool = false) -> [String] {
    String(decoding: render(outcome, ascii: ascii, verbose: verbose, all: all), as: UTF8.self)
      .split(separator: "\n").map(String.init)
  }

  @Test(arguments: Samples.formatNames) func `reports look as recorded`(name: String) {
    let outcome = Samples.named(name)
    expectGolden(render(outcome), "plain/\(name).txt")
  }
  @Test func `suppressed findings look as recorded`() {
    expectGolden(render(Samples.mixed, all: true), "plain/mixed-suppressed.txt")
  }

  @Test(arguments: Samples.formatNames) func `no control character, no box, no column`(name: String) {
    let outcome = Samples.named(name)
    for ascii in [false, true] {
      let bytes = render(outcome, ascii: ascii, verbose: true, all: true)
      #expect(Samples.unsafe(bytes).isEmpty)
      #expect(!ascii || bytes.allSatisfy { $0 < 0x80 })
      if ["hostile", "spite", "dockerfile"].contains(name) { continue }
      #expect(bytes.allSatisfy { $0 < 0x80 })
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(!text.contains("  ") && !text.contains("\n\n\n"))
    }
  }

  @Test func `each finding says which of how many it is`() {
    let found = lines(Samples.bad)
    #expect(found.count { $0.hasPrefix("error ") } == 15)
    #expect(found.contains("error 15 of 15: image starts as root."))
    #expect(found.contains("warning 1 of 1: nginx writes to /var/cache/nginx, which nothing covers."))
    #expect(found.contains("note 1 of 1: shell dash at /usr/bin/dash."))
    #expect(!found.contains { $0.contains("no health check") })
    #expect(lines(Samples.bad, verbose: true).contains("note 2 of 2: no health check."))
  }

  @Test func `the verdict is the last line`() {
    #expect(lines(Samples.outcome()).last == "passed: 42 rules, 0 findings (fail on: medium).")
    #expect(lines(Samples.outcome([Samples.userRoot])).last == "failed: 1 error at or above medium (exit 1).")
    #expect(lines(Samples.nothing) == ["incomplete: there was nothing to scan."])
  }

  @Test func `several clean targets are not spoken of`() {
    let targets = (0..<5).map { Samples.dockerfileTarget(name: "\($0)/Dockerfile") }
    #expect(lines(Outcome(targets: targets, gate: Gate())).count == 1)
  }
}
