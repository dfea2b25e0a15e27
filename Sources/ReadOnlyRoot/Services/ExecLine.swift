import ShellSyntax

/// An `exec` command of a script.
struct ExecLine: Sendable {
  /// 1-based.
  var number: Int
  /// What is executed, launchers removed.
  var words: [String]
  /// Whether it is a statement of its own, maybe in a branch, and does not hang on another by `&&` or `||`.
  var isStatement: Bool

  /// Whether the script's own arguments are part of the command.
  var hasArguments: Bool { words.contains { $0 == "$@" || $0 == "$*" || $0 == "${@}" } }

  /// Bytes of a script that are read.
  private static let mostBytes = 256 << 10

  /// The `exec` commands in the order of the script.
  static func all(in bytes: [UInt8]) -> [ExecLine] {
    let text = Array(bytes.prefix(mostBytes))
    let script = ShellScript.parse(text, dialect: .bash)
    var lines = LineCounter(text)
    return script.commands.compactMap { command in
      guard command.words.first?.literal == "exec" else { return nil }
      let words = CommandWords.withoutLaunchers(command.words.map(\.text))
      guard !words.isEmpty else { return nil }
      return ExecLine(
        number: lines.number(at: command.range.lowerBound), words: words,
        isStatement: script.guards(of: command).isDisjoint(with: [.success, .failure]))
    }
  }
}
