/// One backslash escape of `$'…'`.
///
/// Source: bash manual, section 3.1.2.4.
struct EscapeSequence {
  /// What it stands for.
  var bytes: [UInt8]
  /// Bytes it takes in the text, at least 1.
  var length: Int

  /// Reads the escape whose backslash is at `start`.
  init(_ text: [UInt8], at start: Int, end: Int) {
    guard start + 1 < end else {
      (bytes, length) = ([Byte.backslash], 1)
      return
    }
    let letter = text[start + 1]
    switch letter {
    case UInt8(ascii: "a"): (bytes, length) = ([7], 2)
    case UInt8(ascii: "b"): (bytes, length) = ([8], 2)
    case UInt8(ascii: "e"), UInt8(ascii: "E"): (bytes, length) = ([27], 2)
    case UInt8(ascii: "f"): (bytes, length) = ([12], 2)
    case UInt8(ascii: "n"): (bytes, length) = ([10], 2)
    case UInt8(ascii: "r"): (bytes, length) = ([13], 2)
    case UInt8(ascii: "t"): (bytes, length) = ([9], 2)
    case UInt8(ascii: "v"): (bytes, length) = ([11], 2)
    case Byte.backslash, Byte.singleQuote, Byte.doubleQuote, UInt8(ascii: "?"): (bytes, length) = ([letter], 2)
    case 0x30...0x37:
      let (value, count) = Self.number(text, from: start + 1, end: end, digits: 3, base: 8)
      (bytes, length) = ([UInt8(truncatingIfNeeded: value)], 1 + count)
    case UInt8(ascii: "x"):
      let (value, count) = Self.number(text, from: start + 2, end: end, digits: 2, base: 16)
      (bytes, length) = count == 0 ? ([Byte.backslash, letter], 2) : ([UInt8(truncatingIfNeeded: value)], 2 + count)
    case UInt8(ascii: "u"), UInt8(ascii: "U"):
      let digits = letter == UInt8(ascii: "u") ? 4 : 8
      let (value, count) = Self.number(text, from: start + 2, end: end, digits: digits, base: 16)
      if count > 0, let scalar = Unicode.Scalar(value) {
        (bytes, length) = (Array(String(Character(scalar)).utf8), 2 + count)
      } else {
        (bytes, length) = ([Byte.backslash, letter], 2)
      }
    default: (bytes, length) = ([Byte.backslash, letter], 2)
    }
  }

  private static func number(
    _ text: [UInt8], from start: Int, end: Int, digits: Int, base: UInt32
  ) -> (value: UInt32, count: Int) {
    var (value, count): (UInt32, Int) = (0, 0)
    while count < digits, start + count < end, let digit = digit(text[start + count]), digit < base {
      value = value &* base &+ digit
      count += 1
    }
    return (value, count)
  }

  private static func digit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte - 0x30)
    case 0x61...0x66: UInt32(byte - 0x61) + 10
    case 0x41...0x46: UInt32(byte - 0x41) + 10
    default: nil
    }
  }
}
