import Core
import Dockerfile

extension DispatchWalker {
  /// Reads each FROM; false when to stop.
  mutating func readStages() -> Bool {
    for index in result.stages.indices {
      let stage = result.stages[index]
      result.stages[index].isReached = true
      let (base, error) = expander.word(stage.from.base.bytes, globals)
      result.stages[index].undeclared = undeclared(base.missing, stage.from.base.range, stage.node)
      if let error, fail(problem(error, of: stage.from.base.bytes, stage.node)) { return false }
      if error == nil, base.isKnown {
        if base.bytes.isEmpty {
          let text = Sanitized(stage.from.base.text)
          guard !fail(refused("blank-base", "the base \"\(text)\" is empty when its variables are put in", stage.node))
          else { return false }
        } else {
          result.stages[index].base = base.text
          result.stages[index].parent = stageByName[base.text]
        }
      }
      if let platform = stage.from.platform, !platform.isEmpty {
        guard readPlatform(platform, of: index) else { return false }
      }
      if let name = stage.name { stageByName[name] = index }
    }
    ends = Array(repeating: nil, count: result.stages.count)
    return true
  }

  private mutating func readPlatform(_ written: String, of index: Int) -> Bool {
    let node = result.stages[index].node
    let bytes = Array(written.utf8)
    let (word, error) = expander.word(bytes, globals)
    let flag = syntax.nodes[node].texts.first?.flags.first { $0.bytes.starts(with: "--platform=".utf8) }
    result.stages[index].undeclared += undeclared(word.missing, flag?.range, node)
    let target = globals["TARGETPLATFORM"]
    result.stages[index].platform = DispatchedPlatform(
      value: DispatchedValue(
        text: word.text, isKnown: word.isKnown && error == nil,
        offsets: flag.map { result.offsets(of: $0.range, ofNode: node) }),
      written: written, found: word.found, hasMissing: !word.missing.isEmpty, isTarget: target == .bytes(word.bytes))
    if let error { return !fail(problem(error, of: bytes, node)) }
    guard word.isKnown, PlatformName(word.text) == nil else { return true }
    let text = Sanitized(word.text)
    return !fail(refused("platform", "--platform is \"\(text)\", expected a platform such as linux/amd64", node))
  }

  private mutating func undeclared(_ names: [String], _ part: Range<Int>?, _ node: Int) -> [MissingVariable] {
    let names = names.filter { !globalNames.contains($0) }
    let (declared, variables) = (globalNames, globals)
    return missing(
      names, in: part, ofNode: node,
      near: { declared.sorted() + variables.names.filter { !declared.contains($0) } },
      count: declared.count + variables.count)
  }

  func refused(_ code: String, _ message: String, _ node: Int) -> BuildError {
    BuildError(code, message, line: syntax.nodes[node].lines.lowerBound)
  }

  // MARK: order

  /// The stages that are carried out, in order; nil when to stop.
  mutating func order() -> [Int]? {
    var target: Int?
    if let name = options.target, !name.isEmpty {
      target = stageByName[name.lowercased()]
      if target == nil {
        let near = NearestName.remark(name, among: result.stages.compactMap(\.name))
        let error = BuildError("target", "there is no stage \"\(Sanitized(name))\"\(near)")
        if fail(error) { return nil }
      }
    }
    guard let uses = stageUses() else { return nil }
    if let stage = circle(uses) {
      let error = refused("circular-dependency", "a stage copies from itself, by way of others or not", stage.node)
      if fail(error) { return nil }
    }
    for stage in result.stages where stage.parent == nil {
      guard let base = stage.base, base != "scratch", !ReferenceGrammar.isValid(base) else { continue }
      let error = refused("base-name", "\"\(Sanitized(base))\" is no image's name", stage.node)
      if fail(error) { return nil }
    }
    return target.map { reachable($0, uses) } ?? Array(result.stages.indices)
  }

  /// Stages that each stage takes files from, with the node that does; nil when to stop.
  private mutating func stageUses() -> [[StageUse]]? {
    var uses: [[StageUse]] = []
    for body in bodies {
      var list: [StageUse] = []
      for index in body {
        let instruction = syntax.instructions[index]
        for source in StageUse.sources(of: instruction) {
          do throws(BuildError) {
            if let stage = try stage(source, at: instruction.node) {
              list.append(StageUse(stage: stage, node: instruction.node))
            }
          } catch {
            if fail(error) { return nil }
          }
        }
      }
      uses.append(list)
    }
    return uses
  }

  /// The stage that a name stands for; nil when it is an image's.
  ///
  /// - Throws: when it can be neither.
  func stage(_ source: StageUse.Source, at node: Int) throws(BuildError) -> Int? {
    if source.takesNumber, let number = Int(source.name) {
      guard result.stages.indices.contains(number) else {
        throw refused("stage-number", "there is no stage number \(number), the first is 0", node)
      }
      return number
    }
    if let stage = stageByName[source.name.lowercased()] { return stage }
    guard source.name == "scratch" || ReferenceGrammar.isValid(source.name) else {
      throw refused("source-name", "\"\(Sanitized(source.name))\" is neither a stage nor an image's name", node)
    }
    return nil
  }

  /// A use that closes a circle.
  private func circle(_ uses: [[StageUse]]) -> StageUse? {
    enum Mark { case new, open, done }
    var marks = Array(repeating: Mark.new, count: uses.count)
    for start in uses.indices where marks[start] == .new {
      var way: [(stage: Int, next: Int)] = [(start, 0)]
      marks[start] = .open
      while let (stage, next) = way.last {
        guard next < uses[stage].count else {
          marks[stage] = .done
          way.removeLast()
          continue
        }
        way[way.count - 1].next += 1
        let use = uses[stage][next]
        switch marks[use.stage] {
        case .open: return use
        case .new:
          marks[use.stage] = .open
          way.append((use.stage, 0))
        case .done: break
        }
      }
    }
    return nil
  }

  /// The stages that a stage needs, itself included, in order.
  private func reachable(_ target: Int, _ uses: [[StageUse]]) -> [Int] {
    var isNeeded = Array(repeating: false, count: result.stages.count)
    var open = [target]
    isNeeded[target] = true
    while let stage = open.popLast() {
      for next in uses[stage].map(\.stage) + [result.stages[stage].parent].compactMap(\.self) where !isNeeded[next] {
        isNeeded[next] = true
        open.append(next)
      }
    }
    return isNeeded.indices.filter { isNeeded[$0] }
  }
}

/// An instruction that takes files from a stage.
struct StageUse {
  var stage: Int
  var node: Int

  /// The name of a stage or an image.
  struct Source {
    var name: String
    /// Whether a number stands for a stage.
    var takesNumber: Bool
  }

  /// What COPY and RUN take files from, other than the build context.
  static func sources(of instruction: Instruction) -> [Source] {
    switch instruction.kind {
    case .copy:
      let from = instruction.flags.first { $0.name == "from" }?.value ?? ""
      return from.isEmpty ? [] : [Source(name: from, takesNumber: true)]
    case .run(let run):
      return run.mounts.compactMap { $0.value("from") }.filter { !$0.isEmpty }
        .map { Source(name: $0, takesNumber: false) }
    default: return []
    }
  }
}
