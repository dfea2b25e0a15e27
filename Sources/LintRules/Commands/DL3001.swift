import Core

/// A program that makes no sense while an image is built.
struct DL3001: LintRule {
  static let info = RuleInfo(
    "DL3001", .info, title: "RUN uses a program for a running system",
    what: "each command named free, kill, mount, ps, service, shutdown, ssh, top or vim",
    why: """
      they look after a running system or wait for a person; nothing that they start or change is there when the \
      next instruction runs
      """,
    fix: "leave it out, or do what it is for with the instruction or the package that is made for it",
    examples: [
      .bad("a service started in a build", dockerfile: "FROM debian:12\nRUN service nginx start\n"),
      .good(
        "the service as the command of the image",
        dockerfile: "FROM debian:12\nCMD [\"nginx\", \"-g\", \"daemon off;\"]\n"),
    ])
  static let readsTriggers = true

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    for (run, command) in flow.commands(
      named: "free", "kill", "mount", "ps", "service", "shutdown", "ssh", "top", "vim")
    {
      report.note(
        "\(command.name) in RUN is a program for a running system, expected one that is of use in a build", at: run,
        command)
    }
  }
}
