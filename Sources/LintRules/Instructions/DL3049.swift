import Core
import Dockerfile

/// Stages without a label that is asked for.
struct DL3049: LintRule {
  static let info = RuleInfo(
    "DL3049", .info, title: "label is missing",
    what: "each stage, for each label that the configuration asks for, unless it only serves others",
    why: "who looks for the label at the image finds nothing",
    fix: "add the label to the stage: LABEL name=value",
    examples: [
      .bad("no labels", dockerfile: "FROM debian:12\n"),
      .good(
        "all labels",
        dockerfile: """
          FROM debian:12
          LABEL version=1.4.0 source=https://example.com/app created=2026-01-31T12:00:00Z \\
            licenses=Apache-2.0 revision=4f2a91c support=ops@example.com

          """),
    ])

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    guard !flow.options.labelSchema.isEmpty else { return }
    for label in flow.options.labelSchema {
      for stage in stages(lacking: label.name, of: flow) {
        guard case .from(let from) = stage.kind else { continue }
        report.note(
          "the stage has no label \(label.name), expected LABEL \(label.name)=VALUE", at: stage, from.base.range,
          repeats: true)
      }
    }
  }

  /// The FROMs of stages without a label: neither in them nor in those they are built from, and not such as others copy from
  /// or, when those have no name of their own, set the label for.
  private func stages(lacking label: String, of flow: LintFlow) -> [LintInstruction] {
    let names = StageNames(flow)
    var good: Set<String> = []
    var bad: [String: [LintInstruction]] = [:]
    var unnamed: [LintInstruction] = []
    var current: LintInstruction?
    for instruction in flow.instructions {
      if let base = names.base(of: instruction) {
        current = instruction
        let alias = instruction.alias.map(names.key)
        if good.contains(base) {
          if let alias { good.insert(alias) }
        } else if let alias {
          bad[alias, default: []].append(instruction)
        } else {
          unnamed.append(instruction)
        }
      } else if instruction.keyword == .label, let current, let base = names.base(of: current) {
        guard flow.labels(of: instruction).contains(where: { $0.name == label }) else { continue }
        bad[current.alias.map(names.key) ?? base] = nil
        if let alias = current.alias { good.insert(names.key(alias)) }
        if unnamed.last?.index == current.index { unnamed.removeLast() }
      } else if let (name, _) = flow.copyOrigin(of: instruction) {
        bad[names.key(name)] = nil
      }
    }
    return (unnamed + bad.values.joined()).sorted { $0.index < $1.index }
  }
}
