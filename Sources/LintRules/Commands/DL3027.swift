import Core

/// apt, which is made for people, in RUN.
struct DL3027: LintRule {
  static let info = RuleInfo(
    "DL3027", .warning, title: "RUN uses apt",
    what: "each command named apt",
    why: """
      the output and options of apt change between releases; it says so itself; apt-get and apt-cache stay as they \
      are
      """,
    fix: "write apt-get, or apt-cache for searches",
    examples: [
      .bad("apt in a build", dockerfile: "FROM debian:12\nRUN apt install -y curl=8.5.0-2\n"),
      .good("apt-get in a build", dockerfile: "FROM debian:12\nRUN apt-get install -y curl=8.5.0-2\n"),
    ])
  static let readsTriggers = true

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    for (run, command) in flow.commands(named: "apt") {
      report.note("apt in RUN, expected apt-get or apt-cache", at: run, command)
    }
  }
}
