import Core

/// Labels that must be a semantic version and are none.
struct DL3056: LintRule {
  static let info = RuleInfo(
    "DL3056", .warning, title: "label is no semantic version",
    what: "labels whose type in the configuration is semver",
    why: "tools that compare versions cannot read it",
    fix: "write three numbers: 1.4.0",
    examples: [
      .bad("label is no semantic version", dockerfile: "FROM debian:12\nLABEL version=v1.4\n"),
      .good("as expected", dockerfile: "FROM debian:12\nLABEL version=1.4.0\n"),
    ])

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    flow.judgeLabels(of: .semver, expected: "a version such as 1.4.0", &report) { VersionSyntax.isSemantic($0) }
  }
}
