import Core

/// apt-get install that asks a question.
struct DL3014: LintRule {
  static let info = RuleInfo(
    "DL3014", .warning, title: "apt-get install without -y",
    what: "each apt-get install without -y, --yes, --assume-yes, -qq or -q=2",
    why: "a build cannot answer; apt-get takes the end of its input for no and fails",
    fix: "write apt-get install -y",
    examples: [
      .bad("a question asked", dockerfile: "FROM debian:12\nRUN apt-get install curl=8.5.0-2\n"),
      .good("no question", dockerfile: "FROM debian:12\nRUN apt-get install -y curl=8.5.0-2\n"),
    ])
  static let readsTriggers = true

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    for (run, command) in flow.commands(named: "apt-get") where command.has("install") && !isQuiet(command) {
      report.note("apt-get may ask a question, expected apt-get install -y", at: run, command)
    }
  }

  private func isQuiet(_ command: LintCommand) -> Bool {
    command.has(flags: "y", "yes", "assume-yes", "qq") || command.has("-q=2") || command.count(flag: "q") == 2
      || command.count(flag: "quiet") == 2
  }
}
