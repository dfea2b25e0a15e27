import Core

/// Labels that must be a mail address and are none.
struct DL3058: LintRule {
  static let info = RuleInfo(
    "DL3058", .warning, title: "label is no mail address",
    what: "labels whose type in the configuration is email",
    why: "nobody can be reached by it",
    fix: "write the address alone: ops@example.com",
    examples: [
      .bad("label is no mail address", dockerfile: "FROM debian:12\nLABEL support=ops\n"),
      .good("as expected", dockerfile: "FROM debian:12\nLABEL support=ops@example.com\n"),
    ])

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    flow.judgeLabels(of: .email, expected: "a mail address", &report) { MailSyntax.isAddress($0) }
  }
}
