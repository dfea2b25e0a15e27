/// A word of a command, as written and as far as it is known without running anything.
public struct ShellWord: Sendable, Equatable {
  /// A piece of a word that is quoted and expanded in one way.
  public enum Part: Sendable, Equatable {
    /// Text after quote removal.
    case literal(String, isQuoted: Bool)
    /// `$name`, `${name}`, `${name:-word}`…: the name, and the operator with its operand as written (empty for none).
    case parameter(name: String, operation: String, isQuoted: Bool)
    /// `$(…)`, backquotes, `<(…)`: index of the scope with its commands.
    case substitution(scope: Int, isQuoted: Bool)
    /// `$((…))`, as written inside.
    case arithmetic(String)
  }

  /// What it is made of, in order.
  public var parts: [Part]
  /// Where it is, with its quotes.
  public var range: Range<Int>
  /// After quote removal, with expansions as written: `/srv/$name`; one longer than 64 KiB is `$…`.
  public var text: String

  /// A word of parts.
  public init(parts: [Part], range: Range<Int>, text: String) {
    (self.parts, self.range, self.text) = (parts, range, text)
  }

  /// The value after quote removal when nothing in it is expanded; nil otherwise. Globs and braces stay as written.
  public var literal: String? {
    for part in parts { if case .literal = part { continue } else { return nil } }
    return text
  }

  /// Whether any part of it is quoted.
  public var isQuoted: Bool {
    parts.contains {
      switch $0 {
      case .literal(_, let isQuoted), .parameter(_, _, let isQuoted), .substitution(_, let isQuoted): isQuoted
      case .arithmetic: false
      }
    }
  }

  /// Most bytes of an expansion that `text` repeats; without a limit nested ones could take the square of their text.
  static let expansionTextLimit = 1 << 16

  /// What stands in `text` for an expansion over the limit.
  static var longExpansion: ArraySlice<UInt8> { Array("$…".utf8)[...] }
}
