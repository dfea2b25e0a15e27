import ShellSyntax

/// Which commands of a script run, and which may fail without harm.
struct ScriptFlow {
  let script: ShellScript
  /// How sure it is that a command runs.
  private(set) var reach: [Reach]
  /// Whether a command's failure changes nothing, or is what is asked for.
  private(set) var isTolerated: [Bool]
  /// Whether the failure of a compound, by its scopes, changes nothing.
  private(set) var isScopeTolerated: [Bool] = []
  /// Commands and scopes looked at, over all passes.
  private(set) var steps = 0

  private let test: ShellTest
  private let context: ScriptContext
  /// Commands and scopes in the order of the text; a scope as `~index`.
  private let order: [Int]
  /// The scope whose end is the end of what `exit` or `return` leaves.
  private var frames: [Int] = []
  private var outcomes: [Int: ShellTest.Outcome] = [:]
  private var functionReach: [String: Reach] = [:]
  private var pass: ScriptPass

  /// Most times the script is gone through until the functions' reach no longer changes.
  private static let mostPasses = 6

  init(_ script: ShellScript, _ context: ScriptContext, _ test: ShellTest, _ values: inout ScriptValues) {
    (self.script, self.context, self.test) = (script, context, test)
    reach = Array(repeating: .never, count: script.commands.count)
    isTolerated = Array(repeating: false, count: script.commands.count)
    pass = ScriptPass(scopes: script.scopes.count)
    order = Self.textOrder(of: script)
    for (index, scope) in script.scopes.enumerated() {
      switch scope.kind {
      case .script, .subshell, .function, .substitution, .shellText: frames.append(index)
      default: frames.append(scope.parent.flatMap { frames.indices.contains($0) ? frames[$0] : nil } ?? 0)
      }
    }
    setUncalled()
    for _ in 0..<Self.mostPasses {
      walk(&values)
      guard raiseFunctions() else { break }
    }
  }

  /// How sure it is that the compound of a scope runs.
  func reach(ofCompound scope: Int) -> Reach { pass.compounds.indices.contains(scope) ? pass.compounds[scope] : .never }

  private static func textOrder(of script: ShellScript) -> [Int] {
    let commands = script.commands.indices.map { (script.commands[$0].range.lowerBound, 1, $0, $0) }
    let scopes = script.scopes.indices.map { (script.scopes[$0].range.lowerBound, 0, $0, ~$0) }
    return (commands + scopes).sorted { ($0.0, $0.1, $0.2) < ($1.0, $1.1, $1.2) }.map { $0.3 }
  }

  private mutating func setUncalled() {
    var called = context.called
    for command in script.commands { if let name = command.words.first?.literal { called.insert(name) } }
    for scope in script.scopes {
      guard case .function(let name) = scope.kind else { continue }
      if context.called.contains(name) {
        functionReach[name] = .guarded
      } else {
        functionReach[name] = called.contains(name) || context.isLibrary ? .never : .guarded
      }
    }
  }

  private mutating func walk(_ values: inout ScriptValues) {
    pass = ScriptPass(scopes: script.scopes.count)
    for item in order {
      steps += 1
      if item < 0 { open(~item, &values) } else { visit(item, &values) }
    }
    var scopeTolerated: [Bool] = []
    isScopeTolerated.removeAll(keepingCapacity: true)
    for scope in script.scopes {
      let isCondition =
        switch scope.kind {
        case .ifCondition, .loopCondition: true
        default: false
        }
      let outer = scope.parent.map { scopeTolerated.indices.contains($0) && scopeTolerated[$0] } ?? false
      let isCaught = outer || pass.tolerates(scope.pipeline.id)
      isScopeTolerated.append(isCaught)
      scopeTolerated.append(isCaught || isCondition)
    }
    for (index, command) in script.commands.enumerated() {
      let outer = scopeTolerated.indices.contains(command.scope) && scopeTolerated[command.scope]
      isTolerated[index] = outer || command.isNegated || pass.tolerates(command.pipeline.id)
    }
  }

  /// Raises the reach of functions to that of their calls; false when nothing changes.
  private mutating func raiseFunctions() -> Bool {
    guard !functionReach.isEmpty else { return false }
    var changed = false
    for (index, command) in script.commands.enumerated() {
      guard let name = command.words.first?.literal, let old = functionReach[name] else { continue }
      let new = isTolerated[index] ? min(reach[index], .guarded) : reach[index]
      if new > old {
        functionReach[name] = new
        changed = true
      }
    }
    return changed
  }

  private func limit(_ scope: Int) -> Reach { pass.limits[frames[scope]] }

  private mutating func open(_ index: Int, _ values: inout ScriptValues) {
    let scope = script.scopes[index]
    guard let parent = scope.parent, script.scopes.indices.contains(parent) else {
      pass.reach[index] = .sure
      return
    }
    if case .function(let name) = scope.kind {
      pass.reach[index] = functionReach[name] ?? .guarded
      return
    }
    var base = min(pass.reach[parent], limit(parent))
    switch scope.kind {
    case .substitution: break
    case .shellText(let runner):
      if reach.indices.contains(runner) { base = min(base, reach[runner]) }
    default:
      base = pass.enter(parent, pipeline: scope.pipeline.id, join: scope.join, base: base)
      noteCondition(parent)
    }
    pass.compounds[index] = base
    pass.reach[index] = min(base, own(index, scope, base, &values))
  }

  /// What the kind of a scope makes of the reach of its compound.
  private mutating func own(
    _ index: Int, _ scope: ShellScope, _ base: Reach, _ values: inout ScriptValues
  ) -> Reach {
    let id = scope.pipeline.id
    switch scope.kind {
    case .ifCondition:
      if scope.part > 0 { return pass.branch(id, takesElse: true) }
      pass.conditions[id] = []
      return base
    case .ifBranch: return pass.branch(id, takesElse: scope.part % 2 == 0)
    case .loopBody: return .guarded
    case .forBody(_, let words):
      guard let words, !words.isEmpty else { return .guarded }
      for word in words.prefix(64) {
        guard let fields = values.fields(of: word, at: firstCommand(in: index)), !fields.isEmpty,
          !fields.contains(where: ScriptPath.hasGlob)
        else { return .guarded }
      }
      return base
    case .caseBranch(let subject, let patterns):
      return caseReach(id, subject, patterns, at: firstCommand(in: index), &values)
    default: return base
    }
  }

  private func firstCommand(in scope: Int) -> Int {
    let start = script.scopes[scope].range.lowerBound
    var (low, high) = (0, script.commands.count)
    while low < high {
      let middle = (low + high) / 2
      if script.commands[middle].range.lowerBound < start { low = middle + 1 } else { high = middle }
    }
    return min(low, max(0, script.commands.count - 1))
  }

  private mutating func caseReach(
    _ id: Int, _ subject: ShellWord, _ patterns: [ShellWord], at index: Int, _ values: inout ScriptValues
  ) -> Reach {
    let before = pass.cases[id]
    if before == .yes { return .never }
    var outcome: ShellTest.Outcome = .no
    if let subject = values.single(subject, at: index) {
      for pattern in patterns.prefix(64) {
        switch pattern.literal.flatMap({ ScriptPath.matches(subject, $0) }) {
        case true?: outcome = .yes
        case false?: break
        case nil: if outcome == .no { outcome = .unknown }
        }
      }
    } else {
      outcome = .unknown
    }
    if outcome == .no { return .never }
    if outcome == .yes, before == nil {
      pass.cases[id] = .yes
      return .sure
    }
    pass.cases[id] = .unknown
    return .guarded
  }

  private mutating func visit(_ index: Int, _ values: inout ScriptValues) {
    let command = script.commands[index]
    let scope = command.scope
    guard script.scopes.indices.contains(scope) else { return }
    let base = min(pass.reach[scope], limit(scope))
    reach[index] = pass.enter(scope, pipeline: command.pipeline.id, join: command.join, base: base)
    var outcome: ShellTest.Outcome = .unknown
    if command.pipeline.count == 1 {
      if let known = outcomes[index] {
        outcome = known
      } else {
        outcome = test.outcome(of: command, at: index, &values)
        outcomes[index] = outcome
      }
      pass.finish(scope, outcome)
    }
    noteCondition(scope)
    leave(index, command)
  }

  /// Keeps what the list of a condition of `if` comes to so far.
  private mutating func noteCondition(_ index: Int) {
    let scope = script.scopes[index]
    guard case .ifCondition = scope.kind else { return }
    pass.conditions[scope.pipeline.id, default: []].setLast(part: scope.part, pass.lists[index].status)
  }

  /// Sees to what comes behind `exit`, `return` and `exec`.
  private mutating func leave(_ index: Int, _ command: ShellCommand) {
    guard let name = command.words.first?.literal, command.pipeline.count == 1, !command.isBackground else { return }
    let argument = command.words.dropFirst().first?.text
    let frame = frames[command.scope]
    switch name {
    case "exit", "return":
      if let argument, argument != "0" {
        noteFatal(command)
        if reach[index] == .sure { pass.limits[frame] = .never }
        return
      }
    case "die", "fatal", "fail", "abort":
      noteFatal(command)
      return
    case "exec":
      guard let argument, !Self.isItself(command) else { return }
      if argument == "-a", command.words.count < 4 { return }
    default: return
    }
    switch reach[index] {
    case .sure: pass.limits[frame] = .never
    case .guarded: pass.limits[frame] = min(pass.limits[frame], .guarded)
    case .never: break
    }
  }

  /// Whether a script starts itself again, as for another user.
  private static func isItself(_ command: ShellCommand) -> Bool {
    command.words.contains { word in
      word.parts.contains {
        if case .parameter(let name, _, _) = $0 { name == "0" || name == "BASH_SOURCE" } else { false }
      }
    }
  }

  private mutating func noteFatal(_ command: ShellCommand) {
    pass.fatal.insert(command.pipeline.id)
    for scope in script.enclosing(command).prefix(8) { pass.fatal.insert(script.scopes[scope].pipeline.id) }
  }
}

extension [ScriptPass.Condition] {
  /// Sets the outcome of a condition, which is that of its last command.
  fileprivate mutating func setLast(part: Int, _ outcome: ShellTest.Outcome) {
    if let last = indices.last, self[last].part == part {
      self[last].outcome = outcome
    } else {
      append(ScriptPass.Condition(part: part, outcome: outcome))
    }
  }
}
