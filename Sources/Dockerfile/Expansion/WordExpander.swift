/// Expands variables and removes quotes in words of instructions.
///
/// Works as BuildKit's shell lexer does: `$name`, `${name}` with the modifiers `-`, `+`, `?` (also after a colon), `#`,
/// `##`, `%`, `%%`, `/` and `//`, single and double quotes, and the escape character. A byte of the text that is not
/// UTF-8 becomes U+FFFD, a byte order mark at its beginning is dropped; values stay as they are, except where a
/// pattern form or splitting takes them apart. Arithmetic and command substitution do not exist.
///
/// - Complexity: linear in the text, times the depth of substitutions in one another; the work that values cause is
///   bounded by `limits`.
///
/// Source: moby/buildkit, frontend/dockerfile/shell.
public struct WordExpander: Sendable {
  /// The escape character: a backslash or a backquote.
  public var escape: UInt8 = 0x5C
  /// Whether quote characters stay in the result.
  public var keepsQuotes = false
  /// Whether escape characters stay in the result.
  public var keepsEscapes = false
  /// Whether a substitution of a variable that is not set stays in the result.
  public var keepsUnset = false
  /// Whether quotes are ordinary characters, as in a heredoc's body.
  public var ignoresQuotes = false
  /// When to give up.
  public var limits = ExpansionLimits()

  public init(escape: UInt8 = 0x5C) { self.escape = escape }

  /// The text as one string after expansion.
  ///
  /// - Parameter lookup: a variable's value, nil when it is not set; names are without `$` and may be empty.
  /// - Throws: `ExpansionError` when a quote or substitution is wrong, a required variable is missing, or a limit is
  ///   reached.
  public func word(_ text: [UInt8], _ lookup: (String) -> [UInt8]?) throws(ExpansionError) -> Expansion {
    var lexer = WordLexer(text, self)
    let bytes = try lexer.run(until: nil, keepingEscapes: keepsEscapes, lookup)
    return Expansion(bytes: bytes, found: lexer.found, missing: lexer.missing)
  }

  /// The text expanded, then split into words.
  ///
  /// White space of an unquoted value splits too. Words that are empty are left out, quoted or not. As in BuildKit, a
  /// substitution with a modifier loses what stands before it in its word: `8${A:-0}0` is `00` when `A` is not set.
  ///
  /// - Throws: `ExpansionError`, as `word` does.
  public func words(_ text: [UInt8], _ lookup: (String) -> [UInt8]?) throws(ExpansionError) -> [[UInt8]] {
    try wordsWithRanges(text, lookup).map(\.bytes)
  }

  /// The text expanded, then split into words, each with its place in the text.
  ///
  /// Blanks after an unquoted `<<` belong to the word, so that `<< EOF` is one.
  ///
  /// - Throws: `ExpansionError`, as `word` does.
  public func wordsWithRanges(
    _ text: [UInt8], _ lookup: (String) -> [UInt8]?
  ) throws(ExpansionError) -> [ExpandedWord] {
    var lexer = WordLexer(text, self, splitter: WordSplitter())
    _ = try lexer.run(until: nil, keepingEscapes: keepsEscapes, lookup)
    return lexer.splitter?.finished() ?? []
  }
}
