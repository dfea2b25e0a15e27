import Core

/// Text of a user in a message: short and safe to show.
enum Quoted {
  private static let longest = 60

  /// In back quotes.
  static func text(_ text: String) -> String { "`\(bare(text))`" }

  /// Without quotes.
  static func bare(_ text: String) -> String {
    let bytes = text.utf8.prefix(longest)
    let shown = Sanitized(String(decoding: bytes, as: UTF8.self)).description
    return bytes.count < text.utf8.count ? shown + "…" : shown
  }

  /// Such as `a, b or c`.
  static func choice(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }
}
