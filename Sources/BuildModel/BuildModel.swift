import Core
import Dockerfile
import ShellSyntax

/// What a Dockerfile builds: stages, who runs what in them, and the one that ships.
///
/// Nothing is run and nothing is fetched; what a base image or a script brings is unknown.
public struct BuildModel: Sendable {
  /// As the user named the file.
  public let file: String
  public let syntax: DockerfileSyntax
  public let stages: [BuildStage]
  /// The stage that ships; nil when there is none.
  public let target: Int?
  /// The target and the stages it is built from by FROM, the innermost first.
  public let chain: [Int]
  /// The steps whose results ship: those of the target and of the stages it is built from, in order.
  public let shippedSteps: [BuildStep]
  /// Keeps what rules work out of this model.
  public let analyses = AnalysisCache()

  /// - Parameter targetStage: name of the stage to ship; nil for the last one. When there is none of that name, `target` is
  ///   nil.
  public init(_ syntax: DockerfileSyntax, file: String, targetStage: String? = nil) {
    let stages = StageReader.stages(of: syntax)
    let target = targetStage.map { name in stages.lastIndex { $0.name == name.lowercased() } } ?? stages.indices.last
    self.init(syntax, file: file, stages: stages, target: target)
  }

  /// The same file, with another of its stages as the one that ships.
  public func targeting(_ stage: Int) -> BuildModel {
    BuildModel(syntax, file: file, stages: stages, target: stages.indices.contains(stage) ? stage : nil)
  }

  private init(_ syntax: DockerfileSyntax, file: String, stages: [BuildStage], target: Int?) {
    (self.syntax, self.file, self.stages, self.target) = (syntax, file, stages, target)
    var chain: [Int] = []
    var next = target
    while let stage = next {
      chain.append(stage)
      if case .stage(let parent) = stages[stage].base { next = parent } else { next = nil }
    }
    chain.reverse()
    self.chain = chain
    shippedSteps = chain.flatMap { stages[$0].steps }
  }

  /// The stage that ships.
  public var targetStage: BuildStage? { target.map { stages[$0] } }

  /// The stage of the chain that is built from an image or from scratch.
  public var rootStage: BuildStage? { chain.first.map { stages[$0] } }

  /// What the shipped image is built from, behind local stages; nil when there is no stage.
  public var base: BuildStage.Base? { rootStage?.base }

  /// Who the shipped image starts as.
  public var user: BuildUser { targetStage?.user ?? .inherited }

  /// Whether Linux rules do not apply.
  public var isWindows: Bool { targetStage?.isWindows ?? false }

  /// The last instruction of a kind in the chain, such as the ENTRYPOINT that counts.
  public func lastShipped(_ keyword: Keyword) -> BuildStep? {
    for stage in chain.reversed() {
      if let step = stages[stage].steps.last(where: { $0.instruction.keyword == keyword }) { return step }
    }
    return nil
  }

  // MARK: places

  /// An instruction, with all its lines.
  public func place(ofNode node: Int) -> Place {
    let line = syntax.nodes[node].line
    return .source(file: file, range: syntax.range(0..<line.bytes.count, of: node))
  }

  /// A part of an instruction's logical line, such as an argument.
  public func place(_ range: Range<Int>, ofNode node: Int) -> Place {
    .source(file: file, range: syntax.range(range, of: node))
  }

  /// A part of a step's shell text.
  public func place(_ range: Range<Int>, in script: StepScript) -> Place {
    let inside = range.clamped(to: 0..<script.text.bytes.count)
    return .source(file: file, range: syntax.source.range(of: script.text.offsets(of: inside)))
  }

  // MARK: variables

  /// A word of an instruction after expansion of ARG and ENV (defaults only) and removal of quotes.
  public func expanded(_ argument: Argument, at step: BuildStep) -> ExpandedText {
    Expander.expanded(argument.bytes, in: syntax) { value($0, before: step.index, in: step.stage) }
  }

  /// The value of a variable as a step sees it; nil when it has none that is known.
  public func variable(_ name: String, at step: BuildStep) -> String? {
    guard case .value(let bytes) = value(name, before: step.index, in: step.stage) else { return nil }
    return GoUTF8.string(bytes)
  }

  func value(_ name: String, before step: Int, in stage: Int) -> Variables.Lookup {
    StageReader.value(name, before: step, in: stage, of: stages)
  }
}
