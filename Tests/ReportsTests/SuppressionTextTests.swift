import Core
import Engine
import Testing

@testable import Reports

@Suite struct SuppressionTextTests {
  private func text(_ outcome: Outcome, showsSuppressed: Bool = false) -> String {
    TextReport(style: TerminalStyle(), showsSuppressed: showsSuppressed, rules: Samples.allRules).render(outcome)
  }

  private func suppressed(_ by: Suppression.Source, line: Int = 0, reason: String? = nil) -> SuppressedFinding {
    let place = Place.source(file: ".imgscan.yaml", range: Samples.range(line, 1..<2))
    let expires = reason == nil ? nil : CalendarDate(year: 2027, month: 3, day: 1)
    return SuppressedFinding(
      finding: Samples.userRoot,
      suppression: Suppression(by: by, reason: reason, expires: expires, place: line > 0 ? place : nil))
  }

  @Test func `what does not count is counted by what does it`() {
    let all = [suppressed(.imgscan), suppressed(.config), suppressed(.baseline), suppressed(.base)]
    let report = text(Samples.outcome { $0.suppressed = all })
    #expect(
      report.contains(
        "note: 2 findings suppressed (1 by comments, 1 by the configuration) · 1 known finding (baseline) · "
          + "1 finding of the base image not counted (--only-own)\n"))
    #expect(!report.contains("IMG-USER-ROOT"))
  }

  @Test func `findings that a guess leaves out are told as such`() {
    let guess = "history: the base image ends with its own CMD or ENTRYPOINT (a guess)"
    let doubt = "; the base is a guess, --base tells it"
    for (decision, words) in [(guess, "(--only-own\(doubt))"), ("as given", "(--only-own)")] {
      let report = text(Samples.outcome { ($0.suppressed, $0.baseDecision) = ([suppressed(.base)], decision) })
      #expect(report.contains("note: 1 finding of the base image not counted \(words)\n"))
    }
  }

  @Test func `suppressed findings are listed when asked for`() {
    let all = [suppressed(.imgscan, line: 3), suppressed(.config, line: 14, reason: "the base needs it")]
    let report = text(Samples.outcome { $0.suppressed = all }, showsSuppressed: true)
    #expect(report.contains("comment on line 3"))
    #expect(report.contains(".imgscan.yaml:14  ") && report.contains("the base needs it  2027-03-01\n"))
  }

  @Test func `an unused ignore is said once with its place, and counted before the verdict`() {
    var outcome = Samples.outcome()
    let place = Place.source(file: ".imgscan.yaml", range: Samples.range(14, 1..<2))
    outcome.warnings = [Incident(code: "unused-ignore", message: "nothing needs this ignore", place: place)]
    let report = text(outcome)
    #expect(report.contains("warning: .imgscan.yaml:14: nothing needs this ignore\n"))
    #expect(report.contains("note: 1 unused ignore: .imgscan.yaml:14\n✓ passed: "))
  }

  @Test func `targets with levels of their own`() {
    var strict = Samples.target([Samples.shell])
    (strict.failOn, strict.profile, strict.configFile) = (.low, .strict, ".imgscan.yaml")
    let outcome = Outcome(targets: [strict, Samples.target([Samples.shell])], gate: Gate())
    let report = text(outcome)
    #expect(report.contains("  profile strict, .imgscan.yaml\n"))
    #expect(report.contains("✗ failed: 1 note at or above the level of their configuration in 1 of 2 images"))
    strict.findings = []
    #expect(text(Outcome(targets: [strict], gate: Gate())).contains("0 findings (fail on: low)"))
  }

  @Test func `the summary says how many can be fixed`() {
    let targets = [Samples.dockerfileTarget([Samples.userMissing]), Samples.dockerfileTarget(name: "b/Dockerfile")]
    let report = text(Outcome(targets: targets, gate: Gate()))
    #expect(report.contains("TARGET        ERR  WARN  NOTE  FIXABLE\n"))
    #expect(report.contains("Dockerfile      1     0     0        1\n"))
    #expect(report.contains("b/Dockerfile    0     0     0        –\n"))
  }
}
