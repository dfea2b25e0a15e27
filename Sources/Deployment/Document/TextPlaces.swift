import Core

/// Finds the lines and columns of a text's bytes, for a text that is a file, or that is written inside a file's text.
struct TextPlaces {
  /// From a byte of the text on, each byte stands in the file as far behind as it does in the text.
  struct Segment {
    var offset: Int
    var fileOffset: Int
  }

  let source: SourceText
  /// In order; empty when the text is the file.
  private let segments: [Segment]

  /// - Parameter segments: where the pieces of the text stand in the file, in order, the first at 0.
  init(_ source: SourceText, segments: [Segment] = []) { (self.source, self.segments) = (source, segments) }

  /// - Complexity: O(log n).
  func position(_ offset: Int) -> SourcePosition {
    guard !segments.isEmpty else { return source.position(of: offset) }
    var (low, high) = (0, segments.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if segments[middle].offset <= offset { low = middle } else { high = middle }
    }
    let segment = segments[low]
    let last = high < segments.count ? segments[high].fileOffset : source.bytes.count
    return source.position(of: min(segment.fileOffset + max(0, offset - segment.offset), last))
  }

  func range(_ start: Int, _ end: Int) -> SourceRange {
    let first = position(start)
    return SourceRange(start: first, end: max(first, position(end)))
  }
}

/// A text that is written in a file in another way, such as with escapes, with the places of its bytes.
struct EmbeddedText {
  private(set) var bytes: [UInt8] = []
  private(set) var segments: [TextPlaces.Segment] = []

  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Adds a byte that stands at a place of the file.
  mutating func append(_ byte: UInt8, at fileOffset: Int) {
    mark(fileOffset)
    bytes.append(byte)
  }

  /// Adds bytes of which the first stands at a place of the file, the others behind it.
  mutating func append(_ more: some Collection<UInt8>, at fileOffset: Int) {
    guard !more.isEmpty else { return }
    mark(fileOffset)
    bytes += more
  }

  private mutating func mark(_ fileOffset: Int) {
    if let last = segments.last, last.fileOffset - last.offset == fileOffset - bytes.count { return }
    segments.append(TextPlaces.Segment(offset: bytes.count, fileOffset: fileOffset))
  }

  func places(in source: SourceText) -> TextPlaces {
    TextPlaces(source, segments: segments.isEmpty ? [TextPlaces.Segment(offset: 0, fileOffset: 0)] : segments)
  }
}

extension EmbeddedText {
  /// The text of a JSON string.
  ///
  /// - Parameter start: where its opening quote stands; the string is one that the reader of JSON has taken.
  init(jsonString start: Int, in file: [UInt8]) {
    var at = start + 1
    while at < file.count, file[at] != UInt8(ascii: "\"") {
      guard file[at] == UInt8(ascii: "\\"), at + 1 < file.count else {
        append(file[at], at: at)
        at += 1
        continue
      }
      let escape = at
      at += 2
      switch file[escape + 1] {
      case UInt8(ascii: "b"): append(8, at: escape)
      case UInt8(ascii: "f"): append(12, at: escape)
      case UInt8(ascii: "n"): append(10, at: escape)
      case UInt8(ascii: "r"): append(13, at: escape)
      case UInt8(ascii: "t"): append(9, at: escape)
      case UInt8(ascii: "u"):
        append(Array(EmbeddedText.character(file, &at).utf8), at: escape)
      default: append(file[escape + 1], at: escape)
      }
    }
  }

  /// The character of four hexadecimal digits, or of two such halves.
  private static func character(_ file: [UInt8], _ at: inout Int) -> String {
    func code() -> UInt32? {
      guard at + 4 <= file.count else { return nil }
      defer { at += 4 }
      return UInt32(String(decoding: file[at..<(at + 4)], as: UTF8.self), radix: 16)
    }
    guard var value = code() else { return "\u{FFFD}" }
    if (0xD800..<0xDC00).contains(value), at + 1 < file.count, file[at] == UInt8(ascii: "\\"),
      file[at + 1] == UInt8(ascii: "u")
    {
      let mark = at
      at += 2
      if let low = code(), (0xDC00..<0xE000).contains(low) {
        value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
      } else {
        at = mark
      }
    }
    return String(Character(Unicode.Scalar(value) ?? "\u{FFFD}"))
  }
}
