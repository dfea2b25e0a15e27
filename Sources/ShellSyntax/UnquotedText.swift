/// A part of a text without its quotes.
struct UnquotedText {
  /// What is left.
  var bytes: [UInt8] = []
  /// The place of each byte in the outer text.
  var offsets: [Int32] = []
  /// The expansions in it, in their order.
  var opaque: [ShellParser.KnownExpansion] = []

  /// Adds a byte that stands at a place of the outer text.
  mutating func append(_ byte: UInt8, offset: Int) {
    bytes.append(byte)
    offsets.append(Int32(truncatingIfNeeded: offset))
  }
}
