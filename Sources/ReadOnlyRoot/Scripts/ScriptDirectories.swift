import ShellSyntax

/// The current directory at each place of a script.
struct ScriptDirectories {
  private let script: ShellScript
  private let start: String?
  /// The commands that change it.
  private var changes: [Int] = []

  /// Changes looked back at for one command.
  private static let mostChanges = 32

  init(_ script: ShellScript, start: String?) {
    (self.script, self.start) = (script, start)
    changes = script.commands.indices.filter { index in
      switch script.commands[index].words.first?.text {
      case "cd", "pushd", "popd", "chdir": true
      default: false
      }
    }
  }

  /// The directory in which a command runs; nil when it cannot be told.
  func directory(at index: Int, _ values: inout ScriptValues) -> String? {
    guard !changes.isEmpty, script.commands.indices.contains(index) else { return start }
    var around: Set<Int> = []
    var isInFunction = false
    for scope in script.enclosing(script.commands[index]) {
      around.insert(scope)
      if case .function = script.scopes[scope].kind { isInFunction = true }
    }
    var (suffixes, left): ([String], Int) = ([], Self.mostChanges)
    for change in changes[..<firstChange(notBefore: index)].reversed() {
      left -= 1
      guard left > 0 else { return nil }
      let command = script.commands[change]
      guard around.contains(command.scope) else {
        if isGone(command.scope, around) { continue }
        return nil
      }
      guard command.pipeline.count == 1 else { continue }
      guard command.join != .and, command.words.first?.text == "cd" || command.words.first?.text == "chdir" else {
        return nil
      }
      let operands = command.words.dropFirst().filter { $0.text != "--" && $0.text != "-P" && $0.text != "-L" }
      guard operands.count == 1, let word = operands.first, word.text != "-",
        let path = values.single(word, at: change)
      else { return nil }
      if path.utf8.first == UInt8(ascii: "/") { return joined(path, suffixes) }
      suffixes.append(path)
    }
    // A function may be called from anywhere.
    if isInFunction { return nil }
    return start.flatMap { joined($0, suffixes) }
  }

  /// The first of the changes that does not stand before a command.
  private func firstChange(notBefore index: Int) -> Int {
    var (low, high) = (0, changes.count)
    while low < high {
      let middle = (low + high) / 2
      if changes[middle] < index { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func joined(_ top: String, _ suffixes: [String]) -> String? {
    ScriptPath.absolute(([top] + suffixes.reversed()).joined(separator: "/"), in: nil)
  }

  /// Whether a change in a scope is undone behind it.
  private func isGone(_ scope: Int, _ around: Set<Int>) -> Bool {
    var next: Int? = scope
    while let at = next, !around.contains(at) {
      switch script.scopes[at].kind {
      case .subshell, .substitution, .shellText: return true
      default: next = script.scopes[at].parent
      }
    }
    return false
  }
}
