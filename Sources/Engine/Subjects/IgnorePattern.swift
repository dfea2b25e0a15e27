/// One line of a gitignore file.
///
/// Source: gitignore(5).
struct IgnorePattern: Sendable, Equatable {
  /// The line began with `!`: what it matches is wanted after all.
  let isNegated: Bool
  /// The line ended with a slash.
  let matchesDirectoriesOnly: Bool
  /// The line has no slash inside: it is held against the last component, at any depth.
  private let matchesNameOnly: Bool
  private let form: Form

  private enum Form: Equatable {
    case literal([UInt8])
    case wildcard(WildcardPattern)
  }

  /// - Parameter line: without its line end.
  /// - Returns: nil for comments, blank lines and patterns that match nothing.
  init?(line: ArraySlice<UInt8>) {
    guard line.first != UInt8(ascii: "#") else { return nil }
    // git keeps lines as C strings.
    var text = Array(line.prefix { $0 != 0 })
    IgnorePattern.dropTrailingBlanks(&text)
    isNegated = text.first == UInt8(ascii: "!")
    if isNegated { text.removeFirst() }
    matchesDirectoriesOnly = text.last == UInt8(ascii: "/")
    if matchesDirectoriesOnly { text.removeLast() }
    matchesNameOnly = !text.contains(UInt8(ascii: "/"))
    if !matchesNameOnly, text.first == UInt8(ascii: "/") { text.removeFirst() }
    guard !text.isEmpty else { return nil }
    if text.contains(where: WildcardPattern.isSpecial) {
      guard let pattern = WildcardPattern(text) else { return nil }
      form = .wildcard(pattern)
    } else {
      form = .literal(text)
    }
  }

  /// Drops the spaces at the end, but for one after a backslash.
  private static func dropTrailingBlanks(_ text: inout [UInt8]) {
    var at = 0
    var blanks: Int?
    while at < text.count {
      switch text[at] {
      case UInt8(ascii: " "): blanks = blanks ?? at
      case UInt8(ascii: "\\"):
        at += 1
        if at >= text.count { return }
        blanks = nil
      default: blanks = nil
      }
      at += 1
    }
    if let blanks { text.removeSubrange(blanks...) }
  }

  /// - Parameter path: relative to the directory of the gitignore file.
  /// - Parameter name: the last component of the path.
  func matches(path: ArraySlice<UInt8>, name: ArraySlice<UInt8>, isDirectory: Bool) -> Bool {
    if matchesDirectoriesOnly, !isDirectory { return false }
    let text = matchesNameOnly ? name : path
    switch form {
    case .literal(let bytes): return text.elementsEqual(bytes)
    case .wildcard(let pattern): return pattern.matches(text)
    }
  }

  /// The patterns of a file, in its order.
  static func patterns(of text: [UInt8]) -> [IgnorePattern] {
    let body = text.starts(with: [0xEF, 0xBB, 0xBF]) ? text[3...] : text[...]
    return body.split(separator: UInt8(ascii: "\n")).compactMap { line in
      IgnorePattern(line: line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
    }
  }
}
