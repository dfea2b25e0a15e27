import BuildModel
import Core
import Dockerfile

/// A Dockerfile as the DL rules look at it: its instructions in order, those that Docker would not take included.
public struct LintFile: Sendable {
  public let build: BuildModel
  public let options: LintOptions
  /// The instructions of the file; ONBUILD is one of them, what it triggers is not.
  public let flow: LintFlow
  /// What ONBUILD triggers, without the ONBUILD.
  public let triggers: LintFlow

  public init(_ build: BuildModel, options: LintOptions = LintOptions()) {
    (self.build, self.options) = (build, options)
    let syntax = build.syntax
    var steps = [BuildStep?](repeating: nil, count: syntax.nodes.count)
    for stage in build.stages { for step in stage.steps { steps[step.node] = step } }
    let reader = LintScriptReader(syntax: syntax, isExact: options.isExact)
    var all: [LintInstruction] = []
    var triggers: [LintInstruction] = []
    var stage = -1
    for instruction in LintFile.merged(syntax.instructions, syntax.misplaced) {
      if instruction.keyword == .from { stage += 1 }
      let script = reader.script(of: instruction, step: steps[instruction.node])
      let line = syntax.nodes[instruction.node].lines.lowerBound
      all.append(LintInstruction(instruction, index: all.count, line: line, stage: stage, script: script))
      guard instruction.keyword == .onbuild, let inner = syntax.trigger(of: instruction.node) else { continue }
      triggers.append(
        LintInstruction(
          inner, index: triggers.count, line: line, stage: -1, script: reader.script(of: inner, step: nil)))
    }
    let windowsNodes = Set(build.stages.lazy.filter(\.isWindows).map(\.node))
    let windowsStages = windowsNodes.isEmpty ? [] : Set(all.lazy.filter { windowsNodes.contains($0.node) }.map(\.stage))
    flow = LintFlow(all, isTriggers: false, options: options, syntax: syntax, windowsStages: windowsStages)
    self.triggers = LintFlow(
      triggers, isTriggers: true, options: options, syntax: syntax, windowsStages: windowsStages)
  }

  /// Two lists in the order of the file.
  private static func merged(_ first: [Instruction], _ second: [Instruction]) -> [Instruction] {
    second.isEmpty ? first : (first + second).sorted { $0.node < $1.node }
  }

  /// What the rules find, in their order.
  ///
  /// - Parameter isAsked: whether to ask a rule.
  public func findings(
    of rules: [any LintRule.Type] = LintTable.all, where isAsked: (RuleInfo) -> Bool = { _ in true }
  ) -> [Finding] {
    var report = LintReport(self)
    for rule in rules where isAsked(rule.info) {
      report.begin(rule.info)
      rule.init().check(flow, &report)
      guard rule.readsTriggers, !triggers.instructions.isEmpty else { continue }
      report.begin(rule.info)
      rule.init().check(triggers, &report)
    }
    return report.findings
  }
}
