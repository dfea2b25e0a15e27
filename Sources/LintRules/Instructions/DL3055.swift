import Core

/// Labels that must be a commit and are none.
struct DL3055: LintRule {
  static let info = RuleInfo(
    "DL3055", .warning, title: "label is no commit",
    what: "labels whose type in the configuration is hash",
    why: "who looks for the source finds no commit by it",
    fix: "write the commit: 7 or 40 digits of 0-9 and a-f",
    examples: [
      .bad("label is no commit", dockerfile: "FROM debian:12\nLABEL revision=main\n"),
      .good("as expected", dockerfile: "FROM debian:12\nLABEL revision=4f2a91c\n"),
    ])

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    flow.judgeLabels(of: .hash, expected: "a commit of 7 or 40 digits 0-9 and a-f", &report) { DL3055.isHash($0) }
  }

  private static func isHash(_ text: String) -> Bool {
    let bytes = text.utf8
    return (bytes.count == 7 || bytes.count == 40)
      && bytes.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
  }
}
