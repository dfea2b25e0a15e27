import ShellSyntax

/// What the words of a script stand for.
struct ScriptValues {
  let script: ShellScript
  let context: ScriptContext
  /// Words worked out so far.
  private(set) var steps = 0
  /// Values of variables that are set outside of the script, or by `${name:=value}` in it.
  private var outside: [String: String]
  /// The last command that sets a variable.
  private var lastSet: [String: Int] = [:]
  /// Variables whose only value is the output of `id -u`, and of `mktemp`.
  private var (uidNames, temporaryNames): (Set<String>, Set<String>) = ([], [])
  /// The first command from which `$1` is no longer what the script was given.
  private var argumentsEnd = Int.max
  /// The only command of a substitution; -1 when it has several.
  private var sole: [Int: Int] = [:]
  /// Whether a scope is in a function.
  private var inFunction: [Bool] = []

  /// The arguments of the call of a function that is looked at; nil when they are not known.
  var callArguments: [String]?
  /// For each command the innermost function around it, -1 for none.
  private var functions: [Int] = []
  /// The functions whose arguments do not stay what they are called with.
  private var shifting: Set<Int> = []
  /// The commands that call a function, by its name.
  private var callers: [String: [Int]] = [:]

  /// Most calls of a function that are looked at one by one.
  private static let mostCallers = 8
  /// Most words that are worked out in one script.
  static let mostSteps = 30_000

  init(_ script: ShellScript, _ context: ScriptContext) {
    (self.script, self.context, outside) = (script, context, context.environment)
    for scope in script.scopes {
      var isIn = scope.parent.map { inFunction.indices.contains($0) && inFunction[$0] } ?? false
      if case .function = scope.kind { isIn = true }
      inFunction.append(isIn)
    }
    for (index, command) in script.commands.enumerated() {
      if script.scopes.indices.contains(command.scope), case .substitution = script.scopes[command.scope].kind {
        sole[command.scope] = sole[command.scope] == nil ? index : -1
      }
      if index < argumentsEnd, let name = command.words.first?.literal, !inFunction(command) {
        if name == "shift" || (name == "set" && command.words.count > 1 && Self.setsArguments(command)) {
          argumentsEnd = index
        }
      }
    }
    lookAtFunctions()
    lookAtAssignments()
    lookAtDefaults()
  }

  private mutating func lookAtFunctions() {
    var (innermost, names): ([Int], Set<String>) = ([], [])
    for (index, scope) in script.scopes.enumerated() {
      if case .function(let name) = scope.kind {
        names.insert(name)
        innermost.append(index)
      } else {
        innermost.append(scope.parent.flatMap { innermost.indices.contains($0) ? innermost[$0] : nil } ?? -1)
      }
    }
    for (index, command) in script.commands.enumerated() {
      functions.append(innermost.indices.contains(command.scope) ? innermost[command.scope] : -1)
      guard !names.isEmpty, let name = command.words.first?.literal else { continue }
      if name == "shift" || (name == "set" && Self.setsArguments(command)) { shifting.insert(functions[index]) }
      guard names.contains(name) else { continue }
      callers[name, default: []].append(index)
    }
  }

  /// The calls of the function that a command stands in, with their arguments; empty when there are none or too many.
  mutating func calls(around index: Int) -> [(caller: Int, arguments: [String]?)] {
    guard functions.indices.contains(index), functions[index] >= 0,
      case .function(let name) = script.scopes[functions[index]].kind, let callers = callers[name],
      callers.count <= Self.mostCallers
    else { return [] }
    return callers.map { caller in
      var arguments: [String]? = shifting.contains(functions[index]) ? nil : []
      for word in script.commands[caller].words.prefix(16) {
        guard let fields = fields(of: word, at: caller) else {
          arguments = nil
          break
        }
        arguments?.append(contentsOf: fields)
      }
      return (caller, arguments)
    }
  }

  private static func setsArguments(_ command: ShellCommand) -> Bool {
    command.words.dropFirst().contains { word in
      word.text == "--" || (word.text.utf8.first != UInt8(ascii: "-") && word.text.utf8.first != UInt8(ascii: "+"))
    }
      && !command.words.dropFirst().allSatisfy {
        ["pipefail", "-o", "+o"].contains($0.text) || $0.text.hasPrefix("-e")
      }
  }

  private func inFunction(_ command: ShellCommand) -> Bool {
    inFunction.indices.contains(command.scope) && inFunction[command.scope]
  }

  private mutating func lookAtAssignments() {
    var (others, uids, temporaries): (Set<String>, Set<String>, Set<String>) = ([], [], [])
    for (index, command) in script.commands.enumerated() {
      for assignment in command.assignments {
        lastSet[assignment.name] = index
        if isUserID(assignment.value) {
          uids.insert(assignment.name)
        } else if programName(in: assignment.value) == "mktemp" {
          temporaries.insert(assignment.name)
        } else {
          others.insert(assignment.name)
        }
      }
    }
    (uidNames, temporaryNames) = (uids.subtracting(others), temporaries.subtracting(others))
  }

  /// `: "${NAME:=value}"` gives a variable that is not set a value.
  private mutating func lookAtDefaults() {
    for (index, command) in script.commands.enumerated() {
      for word in command.words {
        for case .parameter(let name, let operation, _) in word.parts {
          guard operation.hasPrefix(":=") || operation.hasPrefix("="), outside[name] == nil, lastSet[name] == nil
          else { continue }
          let operand = operation.utf8.dropFirst(operation.utf8.first == UInt8(ascii: ":") ? 2 : 1)
          guard operand.count <= ScriptPath.mostBytes else { continue }
          let text = Array("x=\"".utf8) + Array(operand) + Array("\"".utf8)
          guard let value = ShellScript.parse(text).commands.first?.assignments.first?.value,
            let values = fields(of: value, at: index), values.count <= 1
          else { continue }
          outside[name] = values.first ?? ""
        }
      }
    }
  }

  /// Takes over variables that a sourced script sets.
  mutating func add(_ values: [String: String]) {
    for (name, value) in values where lastSet[name] == nil { outside[name] = value }
  }

  /// The fields of a word; nil when they are not known.
  mutating func fields(of word: ShellWord, at index: Int) -> [String]? {
    steps += 1
    guard steps <= Self.mostSteps else { return nil }
    var word = word
    for (at, part) in word.parts.enumerated() {
      guard case .parameter(let name, let operation, let isQuoted) = part else { continue }
      if operation.hasPrefix(":=") || operation.hasPrefix("=") {
        let rest = operation.hasPrefix(":") ? ":-" + operation.dropFirst(2) : "-" + operation.dropFirst()
        word.parts[at] = .parameter(name: name, operation: rest, isQuoted: isQuoted)
      } else if operation.hasPrefix(":?") || operation.hasPrefix("?") {
        word.parts[at] = .parameter(name: name, operation: "", isQuoted: isQuoted)
      } else if operation == "%/" || operation == "%%/" {
        word.parts[at] = .parameter(name: name, operation: "", isQuoted: isQuoted)
      }
    }
    guard script.commands.indices.contains(index) else { return nil }
    let isInFunction = inFunction(script.commands[index])
    let (outside, lastSet) = (outside, lastSet)
    let arguments = isInFunction ? callArguments : context.arguments
    let keepsArguments = !isInFunction && index < argumentsEnd
    let found = script.fields(of: word, before: index) { name in
      if let first = name.utf8.first, (48...57).contains(first) || name == "#" {
        guard keepsArguments || isInFunction, let arguments else { return nil }
        if name == "#" { return String(max(0, arguments.count - 1)) }
        guard let number = Int(name) else { return nil }
        return number < arguments.count ? arguments[number] : ""
      }
      if isInFunction, let set = lastSet[name], set > index { return nil }
      return outside[name]
    }
    return found.map { $0.map(homed) }
  }

  /// The only field of a word; nil when it is not known or there are several.
  mutating func single(_ word: ShellWord, at index: Int) -> String? {
    if let only = Self.onlyPart(of: word) {
      if case .parameter(let name, "", _) = only, isUserIDName(name) { return context.uid.map { String($0) } }
      if isUserID(word) { return context.uid.map { String($0) } }
      let program = programName(in: word)
      if program == "whoami" || program == "id -un" { return context.userName }
    }
    guard let found = fields(of: word, at: index), found.count == 1 else { return nil }
    return found[0]
  }

  /// Whether a word begins with the output of `mktemp`.
  func isTemporary(_ word: ShellWord) -> Bool {
    for part in word.parts {
      switch part {
      case .literal("", _): continue
      case .parameter(let name, _, _): return temporaryNames.contains(name)
      default: return false
      }
    }
    return false
  }

  /// The part of a word that has no other; quotes leave an empty one.
  private static func onlyPart(of word: ShellWord) -> ShellWord.Part? {
    var only: ShellWord.Part?
    for part in word.parts {
      if case .literal("", _) = part { continue }
      guard only == nil else { return nil }
      only = part
    }
    return only
  }

  /// The values at the end of the script, for a script that is sourced.
  mutating func finalValues() -> [String: String] {
    var out: [String: String] = [:]
    let last = script.commands.count - 1
    for name in lastSet.keys.sorted().prefix(256) {
      let word = ShellWord(parts: [.parameter(name: name, operation: "", isQuoted: true)], range: 0..<0, text: "")
      if let values = fields(of: word, at: last), values.count == 1 { out[name] = values[0] }
    }
    return out
  }

  private func isUserIDName(_ name: String) -> Bool { name == "EUID" || name == "UID" || uidNames.contains(name) }

  private func isUserID(_ word: ShellWord) -> Bool { programName(in: word) == "id -u" }

  /// The program of a word that is one substitution of one command; `id` with its flags.
  private func programName(in word: ShellWord) -> String? {
    guard case .substitution(let scope, _)? = Self.onlyPart(of: word), let index = sole[scope], index >= 0 else {
      return nil
    }
    let words = script.commands[index].words.map(\.text)
    guard let first = words.first else { return nil }
    let name = CommandWords.baseName(first)
    return name == "id" ? words.prefix(3).joined(separator: " ") : name
  }

  private func homed(_ text: String) -> String {
    guard text == "~" || text.hasPrefix("~/"), let home = outside["HOME"] else { return text }
    return home + text.dropFirst()
  }
}
