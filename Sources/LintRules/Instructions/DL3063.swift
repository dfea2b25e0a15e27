import Core
import Dockerfile

/// A stage with a name that means something else.
struct DL3063: LintRule {
  static let info = RuleInfo(
    "DL3063", .warning, title: "stage has a reserved name",
    what: "each FROM that names its stage scratch or context",
    why: "scratch is the empty image and context the files of the build, so a later use of the name is not the stage",
    fix: "give the stage another name",
    examples: [
      .bad("a reserved name", dockerfile: "FROM debian:12 AS scratch\n"),
      .good("another name", dockerfile: "FROM debian:12 AS app\n"),
    ])

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    for instruction in flow.instructions {
      guard case .from(let from) = instruction.kind, let name = from.name else { continue }
      guard name.text == "scratch" || name.text == "context" else { continue }
      report.note("stage name \(name.text) is reserved, expected another", at: instruction, name.range)
    }
  }
}
