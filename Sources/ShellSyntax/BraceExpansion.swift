/// The words that `a{b,c}d` stands for.
///
/// Lists are expanded, also one in another; sequences such as `{1..9}` stay as written.
struct BraceExpansion {
  /// Longest word that is looked at, in bytes of unquoted text and other parts; a longer one stays as written.
  private static let tokenLimit = 512
  private static let depthLimit = 8
  /// Most words of one that has lists, where no other limit is given.
  static let resultLimit = 512

  /// A byte that may be a brace, or a part that is taken as it is.
  private enum Token {
    case byte(UInt8)
    case part(ShellWord.Part)

    /// Whether it is an active byte of this value.
    func isByte(_ byte: UInt8) -> Bool {
      if case .byte(byte) = self { true } else { false }
    }
  }

  /// The parts of each word that a word of `parts` stands for; itself alone when it has no list.
  ///
  /// - Parameter limit: most words; one that stands for more stays as written.
  static func expand(_ parts: [ShellWord.Part], limit: Int = resultLimit) -> [[ShellWord.Part]] {
    var (tokens, hasBrace): ([Token], Bool) = ([], false)
    for part in parts {
      guard case .literal(let text, false) = part else {
        tokens.append(.part(part))
        continue
      }
      hasBrace = hasBrace || text.utf8.contains(Byte.openBrace)
      guard tokens.count + text.utf8.count <= tokenLimit else { return [parts] }
      tokens.append(contentsOf: text.utf8.map { .byte($0) })
    }
    guard hasBrace, let words = words(tokens[...], depth: 0, min(limit, resultLimit)), words.count > 1 else {
      return [parts]
    }
    return words.map(Self.parts)
  }

  private static func words(_ tokens: ArraySlice<Token>, depth: Int, _ limit: Int) -> [[Token]]? {
    guard depth < depthLimit else { return nil }
    var (words, rest): ([[Token]], ArraySlice<Token>) = ([[]], tokens)
    while let first = rest.first {
      guard first.isByte(Byte.openBrace), let list = alternatives(rest) else {
        for index in words.indices { words[index].append(first) }
        rest = rest.dropFirst()
        continue
      }
      var expanded: [[Token]] = []
      for item in list.items {
        guard let inner = self.words(item, depth: depth + 1, limit) else { return nil }
        expanded.append(contentsOf: inner)
      }
      guard words.count * expanded.count <= limit else { return nil }
      words = words.flatMap { word in expanded.map { word + $0 } }
      rest = rest[list.end...]
    }
    return words
  }

  /// The items of the list that the brace at the beginning opens, and where it ends; nil when it is none.
  private static func alternatives(_ tokens: ArraySlice<Token>) -> (items: [ArraySlice<Token>], end: Int)? {
    var (items, depth, start): ([ArraySlice<Token>], Int, Int) = ([], 0, tokens.startIndex + 1)
    for index in tokens.indices {
      guard case .byte(let byte) = tokens[index] else { continue }
      switch byte {
      case Byte.openBrace: depth += 1
      case 0x2C where depth == 1:
        items.append(tokens[start..<index])
        start = index + 1
      case Byte.closeBrace:
        depth -= 1
        guard depth == 0 else { continue }
        guard !items.isEmpty else { return nil }
        return (items + [tokens[start..<index]], index + 1)
      default: break
      }
    }
    return nil
  }

  private static func parts(_ tokens: [Token]) -> [ShellWord.Part] {
    var (parts, run): ([ShellWord.Part], [UInt8]) = ([], [])
    for token in tokens {
      switch token {
      case .byte(let byte): run.append(byte)
      case .part(let part):
        if !run.isEmpty { parts.append(.literal(String(decoding: run, as: UTF8.self), isQuoted: false)) }
        run = []
        parts.append(part)
      }
    }
    if !run.isEmpty { parts.append(.literal(String(decoding: run, as: UTF8.self), isQuoted: false)) }
    return parts
  }
}
