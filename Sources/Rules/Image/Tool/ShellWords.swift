import ShellSyntax

/// The commands of a text for a shell, as words.
enum ShellWords {
  /// Text that is read at most; health checks and start commands are short.
  private static let mostBytes = 65_536

  /// Each simple command as its words, those behind `exec` and the like; at most 200.
  static func commands(in text: String) -> [[String]] {
    let script = ShellScript.parse(Array(text.utf8.prefix(mostBytes)))
    return script.commands.prefix(200).compactMap { command in
      var words = command.words[...]
      while let first = words.first?.literal, passedOver.contains(first) { words = words.dropFirst() }
      return words.isEmpty ? nil : words.map(\.text)
    }
  }

  /// What runs the words behind it in its own place.
  private static let passedOver: Set<String> = ["exec", "command", "nohup", "time"]

  /// The text without blanks at its ends.
  static func trimmed(_ text: String) -> String {
    var view = Substring(text)
    while let first = view.first, first == " " || first == "\t" { view.removeFirst() }
    while let last = view.last, last == " " || last == "\t" { view.removeLast() }
    return String(view)
  }
}
