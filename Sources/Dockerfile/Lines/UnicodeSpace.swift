/// White space and characters as BuildKit, written in Go, sees them in bytes.
///
/// Source: the Go language's `unicode.IsSpace` and its decoding of UTF-8, where every byte of an invalid sequence is one
/// U+FFFD.
enum UnicodeSpace {
  /// The number of bytes of the white-space character at `index`; 0 when there is none.
  static func length(_ bytes: [UInt8], at index: Int, end: Int) -> Int {
    let byte = bytes[index]
    if byte < 0x80 { return isASCII(byte) ? 1 : 0 }
    switch byte {
    case 0xC2:
      guard index + 1 < end else { return 0 }
      return bytes[index + 1] == 0x85 || bytes[index + 1] == 0xA0 ? 2 : 0
    case 0xE1, 0xE2, 0xE3:
      guard index + 2 < end else { return 0 }
      return isWide(byte, bytes[index + 1], bytes[index + 2]) ? 3 : 0
    default: return 0
    }
  }

  /// The number of bytes of the white-space character that ends before `index`; 0 when there is none.
  static func length(_ bytes: [UInt8], before index: Int, start: Int) -> Int {
    let byte = bytes[index - 1]
    if byte < 0x80 { return isASCII(byte) ? 1 : 0 }
    if index - start >= 2, bytes[index - 2] == 0xC2 { return byte == 0x85 || byte == 0xA0 ? 2 : 0 }
    if index - start >= 3, isWide(bytes[index - 3], bytes[index - 2], byte) { return 3 }
    return 0
  }

  /// TAB, LF, VT, FF, CR, SP.
  static func isASCII(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  /// A byte taken as a Latin-1 code point, as the reader of flags does.
  static func isLatin1(_ byte: UInt8) -> Bool { isASCII(byte) || byte == 0x85 || byte == 0xA0 }

  private static func isWide(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Bool {
    switch (first, second) {
    case (0xE1, 0x9A): third == 0x80
    case (0xE2, 0x80): (0x80...0x8A).contains(third) || third == 0xA8 || third == 0xA9 || third == 0xAF
    case (0xE2, 0x81): third == 0x9F
    case (0xE3, 0x80): third == 0x80
    default: false
    }
  }

  /// The range without white space at its beginning.
  static func trimmedLeft(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound
    while start < range.upperBound {
      let length = length(bytes, at: start, end: range.upperBound)
      if length == 0 { break }
      start += length
    }
    return start..<range.upperBound
  }

  /// The range without white space at both ends.
  static func trimmed(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int> {
    let left = trimmedLeft(bytes, range)
    var end = left.upperBound
    while end > left.lowerBound {
      let length = length(bytes, before: end, start: left.lowerBound)
      if length == 0 { break }
      end -= length
    }
    return left.lowerBound..<end
  }
}

/// Decoding of UTF-8 as Go does it.
public enum GoUTF8 {
  /// The scalar at `index` and its length in bytes; nil and 1 for an invalid byte.
  public static func scalar(_ bytes: some RandomAccessCollection<UInt8>, at offset: Int) -> (Unicode.Scalar?, Int) {
    func byte(_ distance: Int) -> UInt32 {
      guard offset + distance < bytes.count else { return 0 }
      return UInt32(bytes[bytes.index(bytes.startIndex, offsetBy: offset + distance)])
    }
    func rest(_ distance: Int, _ low: UInt32 = 0x80, _ high: UInt32 = 0xBF) -> UInt32? {
      let value = byte(distance)
      return value >= low && value <= high ? value & 0x3F : nil
    }
    let first = byte(0)
    switch first {
    case 0..<0x80: return (Unicode.Scalar(first), 1)
    case 0xC2...0xDF:
      guard let second = rest(1) else { return (nil, 1) }
      return (Unicode.Scalar((first & 0x1F) << 6 | second), 2)
    case 0xE0...0xEF:
      let low: UInt32 = first == 0xE0 ? 0xA0 : 0x80
      let high: UInt32 = first == 0xED ? 0x9F : 0xBF
      guard let second = rest(1, low, high), let third = rest(2) else { return (nil, 1) }
      return (Unicode.Scalar((first & 0x0F) << 12 | second << 6 | third), 3)
    case 0xF0...0xF4:
      let low: UInt32 = first == 0xF0 ? 0x90 : 0x80
      let high: UInt32 = first == 0xF4 ? 0x8F : 0xBF
      guard let second = rest(1, low, high), let third = rest(2), let fourth = rest(3) else { return (nil, 1) }
      return (Unicode.Scalar((first & 0x07) << 18 | second << 12 | third << 6 | fourth), 4)
    default: return (nil, 1)
    }
  }

  /// The text with every invalid byte as U+FFFD.
  public static func string(_ bytes: [UInt8]) -> String { string(bytes[...]) }

  /// The text with every invalid byte as U+FFFD.
  ///
  /// For one type alone: as a generic function of another module it took 5 % of the time of judging a Dockerfile.
  public static func string(_ bytes: ArraySlice<UInt8>) -> String {
    if bytes.allSatisfy({ $0 < 0x80 }) { return String(decoding: bytes, as: UTF8.self) }
    var out = String.UnicodeScalarView()
    var at = 0
    while at < bytes.count {
      let (scalar, length) = scalar(bytes, at: at)
      out.append(scalar ?? "\u{FFFD}")
      at += length
    }
    return String(out)
  }

  /// The text in lower case, character by character.
  public static func lowercased(_ bytes: ArraySlice<UInt8>) -> String {
    if bytes.allSatisfy({ $0 < 0x80 }) {
      return String(decoding: bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
    var out = ""
    for scalar in string(bytes).unicodeScalars {
      // Its full mapping has two characters; Go takes the simple one.
      out += scalar == "\u{130}" ? "i" : scalar.properties.lowercaseMapping
    }
    return out
  }
}
