import Core

/// Finds lines and columns for libyaml's places, which count characters and end lines at more than line feeds.
struct YAMLPlaces {
  private let source: SourceText
  /// The byte offset of each character; empty when all are of one byte.
  private let offsets: [Int]

  /// - Parameter bytes: UTF-8, or not: a byte that cannot begin a character counts to the one before it.
  init(_ bytes: [UInt8]) {
    source = SourceText(bytes)
    offsets = bytes.allSatisfy { $0 < 0x80 } ? [] : bytes.indices.filter { bytes[$0] & 0xC0 != 0x80 }
  }

  /// The place of a character.
  func position(ofCharacter index: Int) -> SourcePosition {
    position(ofByte: offsets.isEmpty ? index : offsets.indices.contains(index) ? offsets[index] : source.bytes.count)
  }

  /// The place of a byte; that of the end for one beyond it.
  func position(ofByte offset: Int) -> SourcePosition { source.position(of: max(0, min(offset, source.bytes.count))) }

  /// The byte at a place; nil at the end.
  func byte(at position: SourcePosition) -> UInt8? {
    let offset = source.offset(of: position)
    return source.bytes.indices.contains(offset) ? source.bytes[offset] : nil
  }
}
