import Core

/// Labels that must be a time and are none.
struct DL3053: LintRule {
  static let info = RuleInfo(
    "DL3053", .warning, title: "label is no time",
    what: "labels whose type in the configuration is rfc3339",
    why: "tools that sort by the label cannot read it",
    fix: "write date, T, time and zone: 2026-01-31T12:00:00Z",
    examples: [
      .bad("label is no time", dockerfile: "FROM debian:12\nLABEL created=2026-01-31\n"),
      .good("as expected", dockerfile: "FROM debian:12\nLABEL created=2026-01-31T12:00:00Z\n"),
    ])

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    flow.judgeLabels(of: .rfc3339, expected: "a time such as 2026-01-31T12:00:00Z", &report) {
      TimeSyntax.isDateTime($0)
    }
  }
}
