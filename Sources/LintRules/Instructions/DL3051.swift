import Core

/// Labels with nothing in them.
struct DL3051: LintRule {
  static let info = RuleInfo(
    "DL3051", .warning, title: "empty label",
    what: "labels that the configuration asks for",
    why: "an empty label tells no more than none",
    fix: "write a value",
    examples: [
      .bad("empty label", dockerfile: "FROM debian:12\nLABEL version=\"\"\n"),
      .good("as expected", dockerfile: "FROM debian:12\nLABEL version=1.4.0\n"),
    ])

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    flow.judgeLabels(of: nil, expected: "not empty", &report) { !$0.isEmpty }
  }
}
