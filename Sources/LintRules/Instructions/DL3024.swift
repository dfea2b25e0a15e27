import Core
import Dockerfile

/// Two stages of one name.
struct DL3024: LintRule {
  static let info = RuleInfo(
    "DL3024", .error, title: "stage name used twice",
    what: "each FROM whose stage has the name of an earlier one",
    why: "only one of the two can be meant where the name is used, and which one is easily mistaken",
    fix: "give each stage a name of its own",
    examples: [
      .bad("a name twice", dockerfile: "FROM debian:12 AS app\nFROM debian:12 AS app\n"),
      .good("two names", dockerfile: "FROM debian:12 AS build\nFROM debian:12 AS app\n"),
    ])

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    var names = StageNames(flow)
    for instruction in flow.instructions {
      guard case .from(let from) = instruction.kind, let name = from.name, !names.add(name.text) else { continue }
      report.note("stage name \(name.text) is taken, expected another", at: instruction, name.range)
    }
  }
}
