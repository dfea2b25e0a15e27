import ShellSyntax

/// What a test of a script comes to, as far as the image says.
struct ShellTest {
  /// What a command's exit status is taken to be.
  enum Outcome: Sendable, Equatable {
    case yes, no, unknown
    /// A command that is written to succeed.
    case expected

    var negated: Outcome {
      switch self {
      case .yes: .no
      case .no: .yes
      case .unknown, .expected: .unknown
      }
    }
  }

  /// Whether the script itself may make a path.
  let isWritten: (String) -> Bool
  let place: (String) -> ScriptContext.Place

  /// Commands whose success is what goes on.
  private static let usual: Set<String> = [
    "mkdir", "chown", "chmod", "chgrp", "cd", "touch", "export", "echo", "printf", "set", "cp", "mv", "ln", "rm", "cat",
    "install", "tee", "sed", "umask", "local", "readonly", "declare", "sleep", "pushd", "popd", "rsync", "envsubst",
  ]

  func outcome(of command: ShellCommand, at index: Int, _ values: inout ScriptValues) -> Outcome {
    guard let name = command.words.first?.literal else { return command.words.isEmpty ? .expected : .unknown }
    var words = command.words.dropFirst()[...]
    switch name {
    case "true", ":": return command.isNegated ? .no : .yes
    case "false": return command.isNegated ? .yes : .no
    case "[", "[[":
      guard words.last?.text == (name == "[" ? "]" : "]]") else { return .unknown }
      words = words.dropLast()
    case "test": break
    default: return Self.usual.contains(CommandWords.baseName(name)) && !command.isNegated ? .expected : .unknown
    }
    let outcome = expression(words, at: index, &values, isPattern: name == "[[")
    return command.isNegated ? outcome.negated : outcome
  }

  /// Terms joined by `-a`, `-o`, `&&`, `||`, the latter binding less.
  private func expression(
    _ words: ArraySlice<ShellWord>, at index: Int, _ values: inout ScriptValues, isPattern: Bool
  ) -> Outcome {
    guard words.count <= 64, !words.contains(where: { $0.text == "(" || $0.text == ")" }) else { return .unknown }
    var any: Outcome = .no
    for alternative in words.split(whereSeparator: { $0.text == "-o" || $0.text == "||" }) {
      var all: Outcome = .yes
      for term in alternative.split(whereSeparator: { $0.text == "-a" || $0.text == "&&" }) {
        let one = self.term(term, at: index, &values, isPattern: isPattern)
        all = all == .no || one == .no ? .no : all == .yes && one == .yes ? .yes : .unknown
      }
      any = any == .yes || all == .yes ? .yes : any == .no && all == .no ? .no : .unknown
    }
    return any
  }

  private func term(
    _ given: ArraySlice<ShellWord>, at index: Int, _ values: inout ScriptValues, isPattern: Bool
  ) -> Outcome {
    var (words, isNegated) = (Array(given), false)
    while words.count > 1, words[0].text == "!" {
      words.removeFirst()
      isNegated.toggle()
    }
    var outcome: Outcome = .unknown
    switch words.count {
    case 1:
      outcome = values.single(words[0], at: index).map { $0.isEmpty ? .no : .yes } ?? .unknown
    case 2:
      if let value = values.single(words[1], at: index) { outcome = unary(words[0].text, value) }
    case 3:
      if let left = values.single(words[0], at: index), let right = values.single(words[2], at: index) {
        outcome = binary(left, words[1].text, right, isPattern: isPattern && !words[2].isQuoted)
      }
    default: break
    }
    return isNegated ? outcome.negated : outcome
  }

  private func unary(_ test: String, _ value: String) -> Outcome {
    switch test {
    case "-z": return value.isEmpty ? .yes : .no
    case "-n": return value.isEmpty ? .no : .yes
    case "-e", "-d", "-f", "-x", "-r", "-s":
      guard !ScriptPath.hasGlob(value), let path = ScriptPath.absolute(value, in: nil) else { return .unknown }
      switch place(path) {
      case .missing: return isWritten(path) ? .unknown : .no
      case .directory: return test == "-f" ? .no : test == "-s" ? .unknown : .yes
      case .file: return test == "-d" ? .no : test == "-e" || test == "-f" ? .yes : .unknown
      case .stream, .unknown: return .unknown
      }
    default: return .unknown
    }
  }

  private func binary(_ left: String, _ operation: String, _ right: String, isPattern: Bool) -> Outcome {
    switch operation {
    case "=", "==", "!=":
      let isEqual = isPattern ? ScriptPath.matches(left, right) : left == right
      guard let isEqual else { return .unknown }
      return isEqual == (operation != "!=") ? .yes : .no
    case "-eq", "-ne", "-gt", "-lt", "-ge", "-le":
      guard let left = Int(left), let right = Int(right) else { return .unknown }
      let holds =
        switch operation {
        case "-eq": left == right
        case "-ne": left != right
        case "-gt": left > right
        case "-lt": left < right
        case "-ge": left >= right
        default: left <= right
        }
      return holds ? .yes : .no
    default: return .unknown
    }
  }
}
