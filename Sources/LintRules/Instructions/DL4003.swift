import Core
import Dockerfile

/// More than one CMD in a stage.
struct DL4003: LintRule {
  static let info = RuleInfo(
    "DL4003", .warning, title: "more than one CMD",
    what: "every CMD of a stage but the first",
    why: "only the last counts, so those before it mislead who reads them",
    fix: "keep the last one and drop the others",
    examples: [
      .bad("two of them", dockerfile: "FROM debian:12\nCMD [\"a\"]\nCMD [\"b\"]\n"),
      .good("one", dockerfile: "FROM debian:12\nCMD [\"b\"]\n"),
    ])

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    for instruction in flow.repeated(.cmd) {
      report.note("CMD is not the first of its stage, expected one", at: instruction)
    }
  }
}
