/// Dates with times.
///
/// Source: RFC 3339, section 5.6; hadolint 2.15.1, measured: blanks may stand around it, the year has any number of digits
/// and may be negative, the zone may lack its colon and is not checked further.
enum TimeSyntax {
  /// Whether a text is a date, a time and a zone, with a day that exists.
  static func isDateTime(_ text: String) -> Bool {
    var rest = Array(text.utf8)[...]
    rest = rest.drop(while: isBlank)
    while let last = rest.last, isBlank(last) { rest.removeLast() }
    if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst().drop(while: isBlank) }
    let year = rest.prefix(while: isDigit)
    rest = rest[year.endIndex...]
    guard !year.isEmpty, let month = number(after: "-", &rest), let day = number(after: "-", &rest) else {
      return false
    }
    guard rest.first.map({ $0 | 0x20 == UInt8(ascii: "t") }) ?? false, let hour = number(after: nil, &rest),
      let minute = number(after: ":", &rest), let second = number(after: ":", &rest)
    else { return false }
    guard isDay(day, month, year: year.suffix(4).reduce(0) { $0 * 10 + Int($1 - 48) }) else { return false }
    guard hour < 24, minute < 60, second <= 60 else { return false }
    if rest.first == UInt8(ascii: ".") { rest = rest.dropFirst().drop(while: isDigit) }
    return isZone(rest)
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

  /// Takes a mark and two digits.
  ///
  /// - Parameter mark: nil for any byte.
  private static func number(after mark: Unicode.Scalar?, _ rest: inout ArraySlice<UInt8>) -> Int? {
    guard let first = rest.first, mark.map({ first == UInt8(ascii: $0) }) ?? true else { return nil }
    let digits = rest.dropFirst().prefix(2)
    guard digits.count == 2, digits.allSatisfy(isDigit) else { return nil }
    rest = rest[digits.endIndex...]
    return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
  }

  /// - Parameter year: its last four digits, which tell whether it is a leap year.
  private static func isDay(_ day: Int, _ month: Int, year: Int) -> Bool {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let last: Int
    switch month {
    case 2: last = isLeap ? 29 : 28
    case 4, 6, 9, 11: last = 30
    case 1...12: last = 31
    default: return false
    }
    return (1...last).contains(day)
  }

  private static func isZone(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first else { return false }
    if first | 0x20 == UInt8(ascii: "z") { return bytes.count == 1 }
    guard first == UInt8(ascii: "+") || first == UInt8(ascii: "-") else { return false }
    var digits = Array(bytes.dropFirst())
    if digits.count == 5, digits[2] == UInt8(ascii: ":") { digits.remove(at: 2) }
    return digits.count == 4 && digits.allSatisfy(isDigit)
  }
}
