import Core
import Engine
import Testing

@testable import Reports

@Suite struct VerdictTests {
  private func last(_ outcome: Outcome, verbose: Bool = false) -> String {
    let report = TextReport(style: TerminalStyle(), verbose: verbose, rules: Samples.rules).render(outcome)
    return report.split(separator: "\n").last.map(String.init) ?? ""
  }

  @Test func `nothing found`() {
    #expect(last(Samples.outcome()) == "✓ passed: 42 rules, 0 findings (fail on: medium)")
  }

  @Test func `only notes`() {
    let outcome = Samples.outcome([Samples.shell, Samples.healthCheck])
    #expect(
      last(outcome)
        == "✓ passed: 42 rules, 0 findings at or above medium (1 note below, 1 note hidden, -v to show)")
    #expect(last(outcome, verbose: true) == "✓ passed: 42 rules, 0 findings at or above medium (2 notes below)")
  }

  @Test func `failed by an error`() {
    #expect(last(Samples.outcome([Samples.userRoot])) == "✗ failed: 1 error at or above medium (exit 1)")
  }

  @Test func `failed, with owners and notes`() {
    #expect(
      last(Samples.bad)
        == "✗ failed: 15 errors, 1 warning at or above medium · 2 notes below it · "
        + "of 15 files 3 are yours, 12 come from the base (exit 1)")
  }

  @Test func `the gate decides, not the words`() {
    let findings = [Samples.userRoot, Samples.writer, Samples.shell]
    #expect(
      last(Samples.outcome(findings, gate: Gate(failOn: .critical)))
        == "✓ passed: 42 rules, 0 findings at or above critical (3 findings below)")
    #expect(
      last(Samples.outcome([Samples.shell], gate: Gate(failOn: .low)))
        == "✗ failed: 1 note at or above low · of 1 file 0 are yours, 1 comes from the base (exit 1)")
  }

  @Test func `findings below the shown severity are hidden but counted`() {
    let outcome = Samples.outcome([Samples.userRoot, Samples.shell], gate: Gate(minSeverity: .high))
    let report = TextReport(style: TerminalStyle(), rules: Samples.rules).render(outcome)
    #expect(!report.contains("IMG-TOOL-SHELL"))
    #expect(report.contains("note: 1 finding below high hidden"))
    #expect(last(outcome).contains("1 note below it"))
  }

  @Test func `the exit code is said as it will be`() {
    let gate = Gate(exitCode: 0)
    #expect(last(Samples.outcome([Samples.userRoot], gate: gate)) == "✗ failed: 1 error at or above medium (exit 0)")
  }

  @Test func `incomplete wins over all`() {
    let incident = Incident(code: "truncated", message: "web.tar ends early")
    #expect(
      last(Samples.outcome { $0.incidents = [incident] })
        == "✗ incomplete: the image could not be read completely, so there is no verdict (exit 2)")
    #expect(
      last(Samples.outcome([Samples.userRoot]) { $0.incidents = [incident] })
        == "✗ incomplete: the image could not be read completely; 1 error at or above medium so far (exit 2)")
    #expect(
      last(Samples.incomplete)
        == "✗ incomplete: 2 of 3 images could not be read completely; 1 error at or above medium so far (exit 2)")
  }

  @Test func `several images`() {
    let outcome = Outcome(targets: [Samples.target(), Samples.target([Samples.writer])], gate: Gate())
    #expect(
      last(outcome) == "✗ failed: 1 warning at or above medium in 1 of 2 images · "
        + "of 1 file 1 is yours, 0 come from the base (exit 1)")
    let clean = Outcome(targets: [Samples.target(), Samples.target()], gate: Gate())
    #expect(last(clean) == "✓ passed: 2 images, 42 rules, 0 findings (fail on: medium)")
  }

  @Test func `a file with two findings is one file`() {
    var second = Samples.setuid("/bin/a", layer: 1)
    second.rule = "IMG-TOOL-SHELL"
    let outcome = Samples.outcome([Samples.setuid("/bin/a", layer: 1), second])
    #expect(last(outcome).contains("of 1 file 1 is yours, 0 come from the base"))
  }

  @Test func `nothing scanned is not called clean`() {
    #expect(last(Outcome(targets: [], gate: Gate())) == "✗ incomplete: there was nothing to scan")
  }
}
