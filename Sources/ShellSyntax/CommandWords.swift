/// The words of a shell's simple command, quotes removed.
public enum CommandWords {
  /// The words of the text's first command, assignments before it included; at most 64 words of the first 8 KiB.
  ///
  /// Expansions are left as they stand, so a word with `$` or a backquote in it is not literal.
  public static func first(in text: some Sequence<UInt8>) -> [String] {
    let script = ShellScript.parse(Array(text.prefix(8192)))
    return script.commands.first.map { Array(words(of: $0).prefix(64)) } ?? []
  }

  /// A command's assignments and words as texts.
  public static func words(of command: ShellCommand) -> [String] {
    let operands = Set(command.words.map(\.range.lowerBound))
    let assignments = command.assignments.filter { !operands.contains($0.value.range.lowerBound) }
    let isDeclaration = ["export", "readonly", "local", "declare", "typeset"].contains(command.words.first?.text ?? "")
    return (isDeclaration ? [] : assignments.map { "\($0.name)=\($0.value.text)" }) + command.words.map(\.text)
  }

  /// The command behind what only prepares it: `exec`, assignments, `env`, an init such as tini, a change of user.
  public static func withoutLaunchers(_ words: [String]) -> [String] {
    var rest = words[...]
    for _ in 0..<8 {
      while let word = rest.first, isAssignment(word) { rest.removeFirst() }
      guard let word = rest.first else { return [] }
      switch baseName(word) {
      case "exec", "command", "nohup", "env", "tini", "tini-static", "dumb-init", "catatonit", "docker-init":
        rest.removeFirst()
        dropOptions(&rest, withValue: ["-a", "-u", "-p", "-e", "-r", "-C"])
      case "gosu", "su-exec":
        rest = rest.dropFirst(2)
      default: return Array(rest)
      }
    }
    return []
  }

  /// The last component of a program's path.
  public static func baseName(_ word: String) -> String {
    guard let slash = word.utf8.lastIndex(of: UInt8(ascii: "/")) else { return word }
    return String(word[word.utf8.index(after: slash)...])
  }

  /// Whether nothing in the word is left for the shell to expand.
  public static func isLiteral(_ word: String) -> Bool {
    !word.utf8.contains { $0 == UInt8(ascii: "$") || $0 == UInt8(ascii: "`") }
  }

  private static func dropOptions(_ rest: inout ArraySlice<String>, withValue: Set<String>) {
    while let word = rest.first, word.utf8.first == UInt8(ascii: "-") {
      rest.removeFirst()
      if word == "--" { return }
      if withValue.contains(word) { rest = rest.dropFirst() }
    }
  }

  private static func isAssignment(_ word: String) -> Bool {
    guard let equals = word.utf8.firstIndex(of: UInt8(ascii: "=")), equals != word.utf8.startIndex else { return false }
    return word.utf8[..<equals].allSatisfy { byte in
      byte == 95 || (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
  }
}
