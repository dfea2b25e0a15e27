import ShellSyntax

/// Tells which commands of a script run always, under a condition, or not at all.
struct CommandGuards {
  enum Answer { case always, maybe, never }

  private let script: ShellScript
  /// For the name of each command the first and last place where it is used.
  private let calls: [String: ClosedRange<Int>]

  init(_ script: ShellScript) {
    self.script = script
    let hasFunctions = script.scopes.contains { if case .function = $0.kind { true } else { false } }
    var calls: [String: ClosedRange<Int>] = [:]
    if hasFunctions {
      for command in script.commands {
        guard let name = command.words.first?.literal else { continue }
        let place = command.range.lowerBound
        calls[name] = min(calls[name]?.lowerBound ?? place, place)...max(calls[name]?.upperBound ?? place, place)
      }
    }
    self.calls = calls
  }

  /// Whether a command runs. Chains of `&&` and loops count as run.
  ///
  /// - Complexity: O(depth of nesting).
  func of(_ command: ShellCommand) -> Answer {
    var answer: Answer = command.join == .or ? .maybe : .always
    for index in script.enclosing(command) {
      let scope = script.scopes[index]
      if scope.join == .or { answer = .maybe }
      switch scope.kind {
      case .ifCondition: if scope.part > 0 { answer = .maybe }
      case .ifBranch, .caseBranch: answer = .maybe
      case .function(let name):
        guard let calls = calls[name] else { return .never }
        if calls.lowerBound >= scope.range.lowerBound, calls.upperBound < scope.range.upperBound { return .never }
      case .shellText(let runner): if script.commands[runner].join == .or { answer = .maybe }
      default: break
      }
    }
    return answer
  }
}
