import ShellSyntax

/// A text with what was read of it.
struct ShellText {
  let bytes: [UInt8]
  let script: ShellScript

  init(_ text: String, dialect: ShellDialect = .bash) {
    bytes = Array(text.utf8)
    script = ShellScript.parse(bytes, dialect: dialect)
  }

  /// What stands at a range; nil when it is outside of the text.
  func slice(_ range: Range<Int>) -> String? {
    guard range.lowerBound >= 0, range.upperBound <= bytes.count else { return nil }
    return String(decoding: bytes[range], as: UTF8.self)
  }

  /// The words of each command, in order.
  var commands: [[String]] { script.commands.map { $0.words.map(\.text) } }

  /// The text at each command's range.
  var slices: [String?] { script.commands.map { slice($0.range) } }

  /// The text at each word's range, command by command.
  var wordSlices: [[String?]] { script.commands.map { $0.words.map { slice($0.range) } } }

  /// The problems' messages.
  var problems: [String] { script.problems.map(\.message) }

  /// The first command of a name.
  func command(_ name: String) -> ShellCommand? { script.commands.first { $0.words.first?.text == name } }

  /// The kinds of the scopes around the first command of a name, inner to outer, in short.
  func scopes(around name: String) -> [String] {
    guard let command = command(name) else { return [] }
    return script.enclosing(command).map { script.scopes[$0].kind.short }
  }
}

extension ShellScope.Kind {
  /// The name of the case.
  var short: String {
    switch self {
    case .script: "script"
    case .subshell: "subshell"
    case .group: "group"
    case .ifCondition: "if"
    case .ifBranch: "then"
    case .loopCondition: "while"
    case .loopBody: "do"
    case .forBody(let variable, let words): "for \(variable) in \(words.map { $0.map(\.text) } ?? ["$@"])"
    case .caseBranch(let subject, let patterns): "case \(subject.text) \(patterns.map(\.text))"
    case .function(let name): "function \(name)"
    case .substitution: "substitution"
    case .shellText(let command): "text of \(command)"
    }
  }
}
