import Core
import Dockerfile

/// COPY from the stage that it is in.
struct DL3023: LintRule {
  static let info = RuleInfo(
    "DL3023", .error, title: "COPY --from its own stage",
    what: "each COPY --from that names the stage it stands in",
    why: "a stage cannot copy from itself before it is built, so the build fails",
    fix: "name an earlier stage, or use RUN cp for files of the same stage",
    examples: [
      .bad("from itself", dockerfile: "FROM debian:12 AS app\nCOPY --from=app /a /b\n"),
      .good("from another stage", dockerfile: "FROM debian:12 AS app\nFROM debian:12\nCOPY --from=app /a /b\n"),
    ])

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    let names = StageNames(flow)
    var own: String?
    for instruction in flow.instructions {
      if instruction.keyword == .from { own = instruction.alias.map(names.key) }
      guard let own, let (name, flag) = flow.copyOrigin(of: instruction), names.key(name) == own else { continue }
      report.note("--from=\(name) is the stage itself, expected an earlier one", at: instruction, flag.range)
    }
  }
}
