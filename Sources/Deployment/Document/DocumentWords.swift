import Core

/// Parts of a deployment file in messages: short and safe to show.
enum DocumentWords {
  private static let longest = 60

  /// A part of a text, cut and without characters that steer a terminal.
  static func bare(_ text: String) -> String {
    let bytes = text.utf8.prefix(longest)
    let shown = Sanitized(String(decoding: bytes, as: UTF8.self)).description
    return bytes.count < text.utf8.count ? shown + "…" : shown
  }

  /// In back quotes.
  static func quoted(_ text: String) -> String { "`" + bare(text) + "`" }

  /// Names one after the other, and that there are more.
  static func list(_ names: [String], most: Int = 6) -> String {
    names.prefix(most).map(bare).joined(separator: ", ") + (names.count > most ? ", …" : "")
  }
}

extension [UInt8] {
  /// Whether the bytes of a text occur in them.
  func holds(_ part: String) -> Bool {
    let wanted = Array(part.utf8)
    guard let first = wanted.first, count >= wanted.count else { return false }
    var at = startIndex
    while let start = self[at...(count - wanted.count)].firstIndex(of: first) {
      if self[start..<(start + wanted.count)].elementsEqual(wanted) { return true }
      at = start + 1
      guard at <= count - wanted.count else { return false }
    }
    return false
  }
}
