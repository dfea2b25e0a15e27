import Core
import Dockerfile

/// More than one ENTRYPOINT in a stage.
struct DL4004: LintRule {
  static let info = RuleInfo(
    "DL4004", .error, title: "more than one ENTRYPOINT",
    what: "every ENTRYPOINT of a stage but the first",
    why: "only the last counts, so those before it mislead who reads them",
    fix: "keep the last one and drop the others",
    examples: [
      .bad("two of them", dockerfile: "FROM debian:12\nENTRYPOINT [\"a\"]\nENTRYPOINT [\"b\"]\n"),
      .good("one", dockerfile: "FROM debian:12\nENTRYPOINT [\"b\"]\n"),
    ])

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    for instruction in flow.repeated(.entrypoint) {
      report.note("ENTRYPOINT is not the first of its stage, expected one", at: instruction)
    }
  }
}
