import Core

/// zypper that asks questions.
struct DL3034: LintRule {
  static let info = RuleInfo(
    "DL3034", .warning, title: "zypper without -n",
    what: """
      each zypper install, in, remove, rm, source-install, si or patch without -n, --non-interactive, -y or \
      --no-confirm
      """,
    why: "a build cannot answer; zypper waits for an answer and then gives up",
    fix: "write zypper -n before the command",
    examples: [
      .bad("questions asked", dockerfile: "FROM opensuse/leap:15.6\nRUN zypper install curl=8.6.0\n"),
      .good("no questions", dockerfile: "FROM opensuse/leap:15.6\nRUN zypper -n install curl=8.6.0\n"),
    ])
  static let readsTriggers = true

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    for (run, command) in flow.commands(named: "zypper")
    where command.has("install", "in", "remove", "rm", "source-install", "si", "patch")
      && !command.has(flags: "non-interactive", "n", "no-confirm", "y")
    {
      report.note("zypper may ask a question, expected zypper -n", at: run, command)
    }
  }
}
