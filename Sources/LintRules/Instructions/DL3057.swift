import Core
import Dockerfile

/// Stages without HEALTHCHECK.
struct DL3057: LintRule {
  static let info = RuleInfo(
    "DL3057", .ignore, title: "no HEALTHCHECK",
    what: """
      each stage without a HEALTHCHECK in it, in those it is built from or in those built from it; off unless it is given \
      a level
      """,
    why: "without one Docker takes a program for well as long as it runs, even when it answers nobody",
    fix: "add HEALTHCHECK CMD with what tells that the program answers, or HEALTHCHECK NONE",
    examples: [
      .bad("none", dockerfile: "FROM debian:12\nCMD app\n"),
      .good("one", dockerfile: "FROM debian:12\nHEALTHCHECK CMD app --ping\n"),
    ])

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    let names = StageNames(flow)
    var good: Set<String> = []
    var bad: [String: [LintInstruction]] = [:]
    var current: LintInstruction?
    for instruction in flow.instructions {
      if instruction.keyword == .from {
        current = instruction
        let (key, base) = keys(of: instruction, names)
        if good.contains(base) { good.insert(key) } else { bad[key, default: []].append(instruction) }
      } else if instruction.keyword == .healthcheck, let stage = current {
        good.insert(keys(of: stage, names).key)
        clear(stage, names, &bad, &good)
      }
    }
    for stage in bad.values.joined().sorted(by: { $0.index < $1.index }) {
      guard case .from(let from) = stage.kind else { continue }
      report.note("the stage has no HEALTHCHECK, expected one, or NONE", at: stage, from.base.range)
    }
  }

  /// The name of a stage and that of what it is built from; to hadolint a stage without a name has that of its image.
  private func keys(of stage: LintInstruction, _ names: StageNames) -> (key: String, base: String) {
    let base = names.base(of: stage) ?? ""
    return (stage.alias.map(names.key) ?? (names.isExact ? base : ""), base)
  }

  /// Takes a stage out of the bad ones, and those that it is built from.
  private func clear(
    _ stage: LintInstruction, _ names: StageNames, _ bad: inout [String: [LintInstruction]], _ good: inout Set<String>
  ) {
    let (key, base) = keys(of: stage, names)
    bad[key]?.removeAll { $0.index == stage.index }
    var bases = [base]
    while let base = bases.popLast(), let stages = bad.removeValue(forKey: base) {
      good.insert(base)
      bases += stages.map { keys(of: $0, names).base }
    }
  }
}
