/// A set of bytes: what `[…]` of a pattern stands for.
struct ByteSet: Sendable, Equatable {
  private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  static func == (left: ByteSet, right: ByteSet) -> Bool { left.words == right.words }

  func contains(_ byte: UInt8) -> Bool {
    let bit = UInt64(1) << UInt64(byte & 63)
    return switch byte >> 6 {
    case 0: words.0 & bit != 0
    case 1: words.1 & bit != 0
    case 2: words.2 & bit != 0
    default: words.3 & bit != 0
    }
  }

  mutating func insert(_ byte: UInt8) {
    let bit = UInt64(1) << UInt64(byte & 63)
    switch byte >> 6 {
    case 0: words.0 |= bit
    case 1: words.1 |= bit
    case 2: words.2 |= bit
    default: words.3 |= bit
    }
  }

  private mutating func invert() { words = (~words.0, ~words.1, ~words.2, ~words.3) }

  /// Reads a bracket expression: ranges, classes such as `[:digit:]`, `!` or `^` for the opposite, a `]` first.
  ///
  /// - Parameter start: where the `[` stands.
  /// - Returns: the set and where the pattern goes on; nil when the bracket is never closed or names no known class.
  static func bracket(_ pattern: [UInt8], after start: Int) -> (set: ByteSet, end: Int)? {
    var set = ByteSet()
    var at = start + 1
    func byte(_ index: Int) -> UInt8? { index < pattern.count ? pattern[index] : nil }
    let isOpposite = byte(at) == UInt8(ascii: "!") || byte(at) == UInt8(ascii: "^")
    if isOpposite { at += 1 }
    var previous: UInt8?
    repeat {
      guard let first = byte(at) else { return nil }
      if first == UInt8(ascii: "\\") {
        guard let escaped = byte(at + 1) else { return nil }
        set.insert(escaped)
        (previous, at) = (escaped, at + 2)
      } else if first == UInt8(ascii: "-"), let low = previous, let high = byte(at + 1), high != UInt8(ascii: "]") {
        let isEscaped = high == UInt8(ascii: "\\")
        guard let top = isEscaped ? byte(at + 2) : high else { return nil }
        if low <= top { for value in low...top { set.insert(value) } }
        (previous, at) = (nil, at + (isEscaped ? 3 : 2))
      } else if first == UInt8(ascii: "["), byte(at + 1) == UInt8(ascii: ":") {
        guard let close = pattern[(at + 2)...].firstIndex(of: UInt8(ascii: "]")) else { return nil }
        if close - 1 >= at + 2, pattern[close - 1] == UInt8(ascii: ":") {
          guard set.insertClass(String(decoding: pattern[(at + 2)..<(close - 1)], as: UTF8.self)) else { return nil }
          (previous, at) = (nil, close + 1)
        } else {
          set.insert(first)
          (previous, at) = (first, at + 1)
        }
      } else {
        set.insert(first)
        (previous, at) = (first, at + 1)
      }
      if at >= pattern.count { return nil }
    } while pattern[at] != UInt8(ascii: "]")
    if isOpposite { set.invert() }
    return (set, at + 1)
  }

  /// - Returns: false when there is no class of that name.
  private mutating func insertClass(_ name: String) -> Bool {
    guard let belongs = ByteSet.classes[name] else { return false }
    for byte in UInt8.min...127 where belongs(byte) { insert(byte) }
    return true
  }

  private static let classes: [String: @Sendable (UInt8) -> Bool] = [
    "alnum": { isLetter($0) || isDigit($0) },
    "alpha": { isLetter($0) },
    "blank": { $0 == 32 || $0 == 9 },
    "cntrl": { $0 < 32 || $0 == 127 },
    "digit": { isDigit($0) },
    "graph": { $0 > 32 && $0 < 127 },
    "lower": { $0 >= 97 && $0 <= 122 },
    "print": { $0 >= 32 && $0 < 127 },
    "punct": { $0 > 32 && $0 < 127 && !isLetter($0) && !isDigit($0) },
    "space": { $0 == 32 || ($0 >= 9 && $0 <= 13) },
    "upper": { $0 >= 65 && $0 <= 90 },
    "xdigit": { isDigit($0) || ($0 | 32 >= 97 && $0 | 32 <= 102) },
  ]

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
  private static func isLetter(_ byte: UInt8) -> Bool { byte | 32 >= 97 && byte | 32 <= 122 }
}
