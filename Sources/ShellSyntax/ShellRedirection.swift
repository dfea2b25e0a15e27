/// A redirection such as `2>/dev/null`, `<<EOF`, `<<<word`.
public struct ShellRedirection: Sendable, Equatable {
  /// As written, without the descriptor: `>`, `>>`, `<`, `<<`, `<<-`, `<<<`, `>&`, `<&`, `<>`, `>|`, `&>`, `&>>`.
  public var operation: String
  /// The number or `{name}` before the operator; nil for the usual one.
  public var descriptor: String?
  /// The target; for a here-document its delimiter.
  public var target: ShellWord
  /// The here-document's lines without the closing one; nil for other redirections.
  public var body: ShellHereDocument?

  /// A redirection, of a here-document when it has a body.
  public init(operation: String, descriptor: String?, target: ShellWord, body: ShellHereDocument? = nil) {
    (self.operation, self.descriptor, self.target, self.body) = (operation, descriptor, target, body)
  }
}

/// The lines of a here-document.
public struct ShellHereDocument: Sendable, Equatable {
  /// Where the lines are in the text.
  public var range: Range<Int>
  /// Whether the shell expands variables and substitutions in it (no part of the delimiter is quoted).
  public var isExpanded: Bool

  /// Lines at a place.
  public init(range: Range<Int>, isExpanded: Bool) { (self.range, self.isExpanded) = (range, isExpanded) }
}
