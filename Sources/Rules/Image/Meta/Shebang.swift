import ShellSyntax

/// A script's first line, as the kernel reads it.
///
/// Source: Linux, fs/binfmt_script.c: the line ends at the newline or after 255 bytes; blanks around the interpreter are
/// dropped, a carriage return is not.
struct Shebang: Equatable {
  /// The interpreter as written, a carriage return at its end included.
  var interpreter: String
  /// The rest of the line; the kernel passes it as one argument.
  var argument: String

  /// Reads the line; nil when the content does not begin with `#!` or names nothing, or is cut inside the line.
  init?(_ bytes: [UInt8]) {
    guard bytes.starts(with: "#!".utf8) else { return nil }
    let line = bytes.dropFirst(2).prefix(254).prefix { $0 != 10 && $0 != 0 }
    let parts = line.split(maxSplits: 1) { $0 == 32 || $0 == 9 }
    guard let first = parts.first else { return nil }
    interpreter = String(decoding: first, as: UTF8.self)
    argument = parts.count > 1 ? ShellWords.trimmed(String(decoding: parts[1], as: UTF8.self)) : ""
  }

  /// Interpreter and arguments as words, without carriage returns.
  var words: [String] {
    (interpreter + " " + argument).utf8.split { $0 == 32 || $0 == 9 || $0 == 13 }.map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  /// The program that `env` looks for in PATH; nil when the interpreter is not env or the word cannot be told.
  var programOfEnv: String? {
    let words = words
    guard words.count > 1, CommandWords.baseName(words[0]) == "env" else { return nil }
    for word in words.dropFirst() {
      if word == "-S" || word == "-i" || word == "--split-string" || word.contains("=") { continue }
      if word.hasPrefix("-S"), word.utf8.count > 2 { return String(word.dropFirst(2)) }
      return word.hasPrefix("-") ? nil : word
    }
    return nil
  }
}
