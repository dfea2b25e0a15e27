import Core
import Dockerfile

/// CMD or ENTRYPOINT in shell form.
///
/// Source: moby/buildkit 73ed682, frontend/dockerfile/linter.
struct JSONArgsRecommended: BuildCheck {
  static let info = RuleInfo(
    id: "JSONArgsRecommended", title: "command runs below a shell", severity: .low, subject: .dockerfile,
    what:
      "CMD or ENTRYPOINT is not a JSON list, and no SHELL stands before it that would say that a shell is wanted. exec "
      + "at its beginning is reported with the profile buildkit alone.",
    why:
      "The program runs below /bin/sh -c, which does not pass signals on: docker stop waits ten seconds and kills it.",
    fix: "write a JSON list: CMD [\"program\", \"argument\"]; or SHELL before it when a shell is wanted", controls: [],
    examples: [
      .bad("shell form", dockerfile: "FROM alpine\nENTRYPOINT my-program start\n"),
      .good("JSON list", dockerfile: "FROM alpine\nENTRYPOINT [\"my-program\", \"start\"]\n"),
      .good("shell asked for", dockerfile: "FROM alpine\nSHELL [\"/bin/sh\", \"-c\"]\nENTRYPOINT my-program start\n"),
    ])

  func findings(in build: BuildDispatch) -> [BuildFinding] {
    build.steps.compactMap { step in
      let command: CommandForm
      switch step.instruction.kind {
      case .cmd(let form), .entrypoint(let form): command = form
      default: return nil
      }
      guard !command.isExec, !step.hasShell else { return nil }
      // By exec the program takes the shell's place, and signals reach it.
      if !build.options.isStrictlyBuildKit, command.givesWay { return nil }
      return finding(
        "\(step.instruction.keyword.name) runs below a shell, which does not pass signals on, expected a JSON list",
        at: nil, of: step, in: build)
    }
  }
}
