import Core
import Dockerfile

/// A stage whose last user is root.
struct DL3002: LintRule {
  static let info = RuleInfo(
    "DL3002", .warning, title: "last USER is root",
    what: "the last USER of each stage",
    why: "a process that runs as root owns the container once it is taken over, and perhaps more than the container",
    fix: "end the stage with USER and a user without rights of its own",
    examples: [
      .bad("root to the end", dockerfile: "FROM debian:12\nUSER root\n"),
      .good("root only in between", dockerfile: "FROM debian:12\nUSER root\nRUN useradd app\nUSER app\n"),
    ])

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    var last: (instruction: LintInstruction, user: Argument)?
    for instruction in flow.instructions {
      if instruction.keyword == .from {
        note(last, flow, &report)
        last = nil
      } else if case .user(let user) = instruction.kind, instruction.stage >= 0 {
        last = (instruction, user)
      }
    }
    note(last, flow, &report)
  }

  private func note(
    _ last: (instruction: LintInstruction, user: Argument)?, _ flow: LintFlow, _ report: inout LintReport
  ) {
    guard let last else { return }
    let name = flow.user(last.instruction, last.user).prefix { $0 != UInt8(ascii: ":") }
    guard name.elementsEqual("root".utf8) || name.elementsEqual("0".utf8) else { return }
    report.note(
      "the last USER of the stage is root, expected one without its rights", at: last.instruction, last.user.range)
  }
}
