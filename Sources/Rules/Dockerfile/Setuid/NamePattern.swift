/// A pattern of shell wildcards: `*`, `?`, `[…]` and the backslash.
///
/// Source: POSIX.1-2017, XCU 2.13.
struct NamePattern: Sendable, Equatable {
  private let bytes: [UInt8]
  private let ignoresCase: Bool
  /// Whether `*`, `?` and `[…]` match a slash, as in `find -path`, not in file names of the shell.
  private let matchesSlash: Bool

  init(_ text: String, ignoresCase: Bool = false, matchesSlash: Bool = true) {
    self.ignoresCase = ignoresCase
    self.matchesSlash = matchesSlash
    bytes = ignoresCase ? text.utf8.map(NamePattern.lowercased) : Array(text.utf8)
  }

  /// Whether a text holds a wildcard.
  static func hasWildcard(_ text: String) -> Bool {
    text.utf8.contains { [UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "[")].contains($0) }
  }

  /// A text that the pattern matches, as a rule: every wildcard becomes a letter.
  var sample: String {
    var out: [UInt8] = []
    for byte in bytes where byte != UInt8(ascii: "\\") {
      out.append(byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?") ? UInt8(ascii: "x") : byte)
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// Whether all of the text is matched.
  ///
  /// - Complexity: O(pattern × text).
  func matches(_ text: String) -> Bool {
    let text = ignoresCase ? text.utf8.map(NamePattern.lowercased) : Array(text.utf8)
    var (at, place) = (0, 0)
    var star: (at: Int, place: Int)?
    while place < text.count {
      if at < bytes.count, bytes[at] == UInt8(ascii: "*") {
        star = (at, place)
        at += 1
        continue
      }
      if at < bytes.count, let next = matchesOne(at, text[place]) {
        (at, place) = (next, place + 1)
        continue
      }
      guard let last = star, matchesSlash || text[last.place] != UInt8(ascii: "/") else { return false }
      star = (last.at, last.place + 1)
      (at, place) = (last.at + 1, last.place + 1)
    }
    return bytes[at...].allSatisfy { $0 == UInt8(ascii: "*") }
  }

  /// The place behind the element at `at` when it matches a byte; nil when it does not.
  private func matchesOne(_ at: Int, _ byte: UInt8) -> Int? {
    let isSlash = byte == UInt8(ascii: "/")
    switch bytes[at] {
    case UInt8(ascii: "?"): return isSlash && !matchesSlash ? nil : at + 1
    case UInt8(ascii: "\\") where at + 1 < bytes.count: return bytes[at + 1] == byte ? at + 2 : nil
    case UInt8(ascii: "["):
      guard let (end, isMatch) = set(from: at, byte) else { return byte == UInt8(ascii: "[") ? at + 1 : nil }
      return isMatch && (matchesSlash || !isSlash) ? end : nil
    default: return bytes[at] == byte ? at + 1 : nil
    }
  }

  /// Reads `[…]`; nil when it is not closed.
  private func set(from start: Int, _ byte: UInt8) -> (end: Int, isMatch: Bool)? {
    var at = start + 1
    let isInverted = at < bytes.count && (bytes[at] == UInt8(ascii: "!") || bytes[at] == UInt8(ascii: "^"))
    if isInverted { at += 1 }
    let first = at
    var isMatch = false
    while at < bytes.count {
      if bytes[at] == UInt8(ascii: "]"), at > first { return (at + 1, isMatch != isInverted) }
      if at + 2 < bytes.count, bytes[at + 1] == UInt8(ascii: "-"), bytes[at + 2] != UInt8(ascii: "]") {
        isMatch = isMatch || (bytes[at] <= byte && byte <= bytes[at + 2])
        at += 3
      } else {
        isMatch = isMatch || bytes[at] == byte
        at += 1
      }
    }
    return nil
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte + 32 : byte }
}
