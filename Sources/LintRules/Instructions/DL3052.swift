import Core

/// Labels that must be an address and are none.
struct DL3052: LintRule {
  static let info = RuleInfo(
    "DL3052", .warning, title: "label is no address",
    what: "labels whose type in the configuration is url",
    why: "tools that follow the label have nothing to follow",
    fix: "write an absolute address: https://example.com/app",
    examples: [
      .bad("label is no address", dockerfile: "FROM debian:12\nLABEL source=app\n"),
      .good("as expected", dockerfile: "FROM debian:12\nLABEL source=https://example.com/app\n"),
    ])

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    flow.judgeLabels(of: .url, expected: "an absolute URL", &report) { AddressSyntax.isAbsolute($0) }
  }
}
