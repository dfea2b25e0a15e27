import Core

/// sudo in RUN.
struct DL3004: LintRule {
  static let info = RuleInfo(
    "DL3004", .error, title: "RUN uses sudo",
    what: "each command named sudo",
    why: """
      RUN has root's rights already unless USER says otherwise; sudo needs a terminal for its questions, and it stays in \
      the image as a way to root
      """,
    fix: "leave sudo out; for a step that needs another user write USER before and behind it",
    examples: [
      .bad("a package by sudo", dockerfile: "FROM debian:12\nRUN sudo apt-get update\n"),
      .good("a package as root", dockerfile: "FROM debian:12\nRUN apt-get update\n"),
    ])
  static let readsTriggers = true

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    guard flow.uses("sudo") else { return }
    for run in flow.runs {
      for command in run.commands where command.name == "sudo" {
        report.note("sudo in RUN, expected the command alone or USER before it", at: run, command)
      }
    }
  }
}
