/// Reads bytes as Unicode scalars, with one scalar of look-ahead.
///
/// A byte that is not UTF-8 is read as U+FFFD. A byte order mark at the beginning is passed over.
///
/// Source: Go, text/scanner.
struct ScalarReader {
  let bytes: [UInt8]
  /// The offset of the next scalar's first byte.
  private(set) var position: Int

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// The next scalar; nil at the end.
  var next: Unicode.Scalar? {
    guard position < bytes.count else { return nil }
    let byte = bytes[position]
    return byte < 0x80 ? Unicode.Scalar(byte) : ScalarReader.decode(bytes, at: position).scalar
  }

  /// Takes the next scalar; nil at the end.
  mutating func take() -> Unicode.Scalar? {
    guard position < bytes.count else { return nil }
    let byte = bytes[position]
    if byte < 0x80 {
      position += 1
      return Unicode.Scalar(byte)
    }
    let (scalar, width) = ScalarReader.decode(bytes, at: position)
    position += width
    return scalar
  }

  /// The scalar that begins there and its number of bytes: U+FFFD and 1 when it is not well-formed.
  ///
  /// - Parameter offset: of a byte that exists.
  static func decode(_ bytes: [UInt8], at offset: Int) -> (scalar: Unicode.Scalar, width: Int) {
    let lead = UInt32(bytes[offset])
    let (count, low): (Int, UInt32)
    switch lead {
    case 0..<0x80: return (Unicode.Scalar(UInt8(lead)), 1)
    case 0xC2...0xDF: (count, low) = (2, 0x80)
    case 0xE0...0xEF: (count, low) = (3, 0x800)
    case 0xF0...0xF4: (count, low) = (4, 0x10000)
    default: return ("\u{FFFD}", 1)
    }
    guard bytes.count - offset >= count else { return ("\u{FFFD}", 1) }
    var value = lead & (0x7F >> UInt32(count))
    for next in bytes[(offset + 1)..<(offset + count)] {
      guard next & 0xC0 == 0x80 else { return ("\u{FFFD}", 1) }
      value = value << 6 | UInt32(next & 0x3F)
    }
    guard value >= low, let scalar = Unicode.Scalar(value) else { return ("\u{FFFD}", 1) }
    return (scalar, count)
  }
}

extension [UInt8] {
  /// Appends a scalar as UTF-8.
  mutating func append(scalar: Unicode.Scalar) {
    if scalar.isASCII {
      append(UInt8(truncatingIfNeeded: scalar.value))
    } else {
      append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
  }
}

extension Unicode.Scalar {
  /// Whether it is a letter (general category L).
  var isLetter: Bool {
    if isASCII { return (0x61...0x7A).contains(value | 0x20) }
    return switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
    default: false
    }
  }

  /// Whether it is a decimal digit (general category Nd).
  var isDigit: Bool {
    isASCII ? (0x30...0x39).contains(value) : properties.generalCategory == .decimalNumber
  }

  /// Whether it parts words.
  var isSpace: Bool {
    isASCII ? value == 0x20 || (0x09...0x0D).contains(value) : properties.isWhitespace
  }

  /// Whether it may stand in a variable's name.
  var isNameScalar: Bool { self == "_" || isLetter || isDigit }

  /// Whether it is a parameter of one character.
  var isSpecialParameter: Bool {
    switch self {
    case "@", "*", "#", "?", "-", "$", "!", "0": true
    default: false
    }
  }
}
