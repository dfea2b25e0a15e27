import ImageArchive

/// An input that cannot be scanned at all, in words: what it is, what was found, what to type.
public struct ErrorText {
  let style: TerminalStyle

  public init(style: TerminalStyle) { self.style = style }

  /// One to three lines with a line feed at the end.
  public func render(_ error: ArchiveError) -> String {
    render(message: error.message, found: error.found, help: error.help)
  }

  public func render(message: String, found: String? = nil, help: String? = nil) -> String {
    var lines = [style.ink(.error, "error") + ": " + style.safe(message)]
    if let found { lines.append("  found: " + style.safe(found)) }
    if let help { lines.append("  help: " + style.safe(help)) }
    return lines.joined(separator: "\n") + "\n"
  }
}
