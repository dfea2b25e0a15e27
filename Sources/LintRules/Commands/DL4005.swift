import Core

/// ln over /bin/sh in place of SHELL.
struct DL4005: LintRule {
  static let info = RuleInfo(
    "DL4005", .warning, title: "RUN replaces /bin/sh",
    what: "each ln with /bin/sh among its arguments",
    why: "it changes the shell of every script of the image; SHELL changes that of the build alone",
    fix: "write SHELL [\"/bin/bash\", \"-c\"]",
    examples: [
      .bad("a link in place of the shell", dockerfile: "FROM debian:12\nRUN ln -sf /bin/bash /bin/sh\n"),
      .good("the shell of the build", dockerfile: "FROM debian:12\nSHELL [\"/bin/bash\", \"-c\"]\n"),
    ])
  static let readsTriggers = true

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    for (run, command) in flow.commands(named: "ln") where command.has("/bin/sh") {
      report.note("ln replaces /bin/sh, expected SHELL [\"/bin/bash\", \"-c\"]", at: run, command)
    }
  }
}
