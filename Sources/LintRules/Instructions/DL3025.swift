import Core
import Dockerfile

/// CMD, ENTRYPOINT and HEALTHCHECK in shell form.
struct DL3025: LintRule {
  static let info = RuleInfo(
    "DL3025", .warning, title: "command is no JSON list",
    what: """
      each CMD and ENTRYPOINT, unless the shell gives way to the program by exec; with the profile hadolint all, and \
      HEALTHCHECK CMD, too
      """,
    why: "without the list a shell starts the program, so signals such as that of docker stop do not reach it",
    fix: #"write a list: CMD ["program", "argument"]; where variables need a shell, CMD exec program $ARGUMENT"#,
    examples: [
      .bad("a command line", dockerfile: "FROM debian:12\nCMD app --serve\n"),
      .good("a list", dockerfile: "FROM debian:12\nCMD [\"app\", \"--serve\"]\n"),
    ])

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    for instruction in flow.instructions {
      switch instruction.kind {
      case .cmd(let command), .entrypoint(let command), .healthcheck(.command(let command)):
        guard !flow.isList(command, of: instruction) else { continue }
        // No signal is meant for a health check, and none is lost when the program takes the shell's place.
        if !flow.isExact, instruction.keyword == .healthcheck || command.givesWay { continue }
        report.note(
          "\(instruction.keyword.name) has a command line, expected a JSON list", at: instruction,
          command.arguments.first?.range)
      default: break
      }
    }
  }
}
