/// Text of the file for a message, cut when it is long.
enum ClippedText {
  /// Most bytes of a name or path that a message shows.
  static let limit = 120

  /// The text, or its beginning with `…`; characters of Unicode stay whole.
  static func clipped(_ text: String) -> String {
    let bytes = text.utf8
    guard bytes.count > limit else { return text }
    var end = bytes.index(bytes.startIndex, offsetBy: limit)
    while end > bytes.startIndex, bytes[end] & 0xC0 == 0x80 { end = bytes.index(before: end) }
    return text[..<end] + "…"
  }
}
