import Core
import Dockerfile

/// More than one HEALTHCHECK in a stage.
struct DL3012: LintRule {
  static let info = RuleInfo(
    "DL3012", .error, title: "more than one HEALTHCHECK",
    what: "every HEALTHCHECK of a stage but the first",
    why: "only the last counts, so those before it mislead who reads them",
    fix: "keep the last one and drop the others",
    examples: [
      .bad("two of them", dockerfile: "FROM debian:12\nHEALTHCHECK CMD [\"/a\"]\nHEALTHCHECK CMD [\"/b\"]\n"),
      .good("one", dockerfile: "FROM debian:12\nHEALTHCHECK CMD [\"/b\"]\n"),
    ])

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    for instruction in flow.repeated(.healthcheck) {
      report.note("HEALTHCHECK is not the first of its stage, expected one", at: instruction)
    }
  }
}
