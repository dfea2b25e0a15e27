import Core
import Dockerfile

/// The stages whose layers are in an image: the last, and those that another stage begins with.
///
/// Source: hadolint 2.15.1, measured: a stage with the words of the last one's FROM counts, too.
struct KeptStages {
  /// For each stage whether it is one; empty when there is no FROM.
  private let isKept: [Bool]

  init(_ flow: LintFlow) {
    let stages = flow.instructions.filter { $0.keyword == .from }
    var bases: Set<String> = []
    for stage in stages { if let image = stage.image { bases.insert(image.name) } }
    let last = stages.last.map(KeptStages.words)
    isKept = stages.map { stage in
      KeptStages.words(stage) == last || stage.alias.map(bases.contains) ?? false
    }
  }

  /// Whether an instruction is in one; without any stage all are.
  func contains(_ instruction: LintInstruction) -> Bool {
    guard !isKept.isEmpty else { return true }
    return isKept.indices.contains(instruction.stage) && isKept[instruction.stage]
  }

  private static func words(_ stage: LintInstruction) -> [String?] {
    guard case .from(let from) = stage.kind else { return [] }
    return [from.base.text, from.name?.text, from.platform]
  }
}
