import ShellSyntax

/// Tells whether ShellCheck takes a test, by which hadolint decides whether it reads RUN at all.
///
/// Source: ShellCheck 0.11 in hadolint 2.15.1, measured: `[ a b ]`, `[ a]` and `[ -f ]` are refused, and so are all commands
/// of a text with one of them.
struct LintCondition {
  private enum Token: Equatable {
    case word, dashed, binary, connector, letterConnector, not, open, close, escapedOpen, escapedClose, operatorWithWord
  }

  private var tokens: ArraySlice<Token>

  /// Whether a command begins as a test does.
  static func isTest(_ command: ShellCommand) -> Bool {
    guard case .literal(let text, isQuoted: false)? = command.words.first?.parts.first else { return false }
    return text.utf8.first == UInt8(ascii: "[")
  }

  /// Whether a test is taken.
  ///
  /// - Parameters:
  ///   - command: whose redirections may be comparisons.
  ///   - isFollowed: whether `&&` or `||` is behind the command, which may belong to the test.
  static func isTaken(_ command: ShellCommand, isFollowed: Bool) -> Bool {
    guard let first = command.words.first, case .literal(let text, isQuoted: false)? = first.parts.first else {
      return true
    }
    let isDouble = text.hasPrefix("[[")
    var rest = command.words.dropFirst()
    guard let close = rest.firstIndex(where: { closes($0, isDouble: isDouble) }) else { return !isDouble && isFollowed }
    if let redirection = command.redirections.first,
      redirection.target.range.lowerBound < command.words[close].range.lowerBound
    {
      return true
    }
    rest = rest[..<close]
    var tokens: [Token] = []
    let glued = text.utf8.count - (isDouble ? 2 : 1)
    if glued > 0 || first.parts.count > 1 {
      tokens.append(token(String(text.suffix(glued)), isQuoted: false))
    }
    tokens += rest.map { token($0.text, isQuoted: $0.isQuoted) }
    guard !tokens.isEmpty else { return true }
    var condition = LintCondition(tokens: tokens[...])
    return condition.takesAll()
  }

  private static func closes(_ word: ShellWord, isDouble: Bool) -> Bool {
    guard case .literal(let text, isQuoted: false)? = word.parts.first else { return false }
    return text.hasPrefix(isDouble ? "]]" : "]")
  }

  private static func token(_ text: String, isQuoted: Bool) -> Token {
    switch text {
    case "!": return isQuoted ? .word : .not
    case "(": return isQuoted ? .escapedOpen : .open
    case ")": return isQuoted ? .escapedClose : .close
    case "&&", "||": return .connector
    case "-a", "-o": return isQuoted ? .word : .letterConnector
    case "=", "==", "!=", "=~", "<", ">":
      return isQuoted && text.utf8.first != UInt8(ascii: "<")
        && text.utf8.first != UInt8(ascii: ">") ? .word : .binary
    default: break
    }
    let bytes = text.utf8
    guard !isQuoted || bytes.first != UInt8(ascii: "-") else { return .word }
    if bytes.first == UInt8(ascii: "-") {
      let letters = bytes.dropFirst().prefix { (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }.count
      guard letters > 0 else { return .word }
      return letters == bytes.count - 1 ? .dashed : .operatorWithWord
    }
    if bytes.first == UInt8(ascii: "!"), bytes.count > 1, bytes.dropFirst().first == UInt8(ascii: "-"), !isQuoted {
      return token(String(text.dropFirst()), isQuoted: false)
    }
    return text.hasPrefix("=") || text.hasPrefix("!=") ? .operatorWithWord : .word
  }

  /// Reads terms and what joins them; parentheses are counted, for they may be deep.
  private mutating func takesAll() -> Bool {
    var depth = 0
    while true {
      while let next = tokens.first, next == .not || next == .open || next == .escapedOpen {
        if next != .not { depth += 1 }
        tokens.removeFirst()
      }
      guard takesTerm() else { return false }
      while depth > 0, tokens.first == .close || tokens.first == .escapedClose {
        depth -= 1
        tokens.removeFirst()
      }
      guard let next = tokens.popFirst() else { return depth == 0 }
      guard next == .connector || next == .letterConnector else { return false }
    }
  }

  private mutating func takesTerm() -> Bool {
    guard let first = tokens.popFirst() else { return false }
    switch first {
    case .dashed, .letterConnector: return takesWord()
    case .word, .operatorWithWord: break
    case .binary: return tokens.isEmpty
    default: return false
    }
    switch tokens.first {
    case .binary, .dashed:
      tokens.removeFirst()
      return takesWord()
    case .operatorWithWord: tokens.removeFirst()
    default: break
    }
    return true
  }

  /// Reads what an operator is about, which may look like one itself.
  private mutating func takesWord() -> Bool {
    guard let next = tokens.first, next != .open, next != .close, next != .connector else {
      return false
    }
    tokens.removeFirst()
    return true
  }
}
