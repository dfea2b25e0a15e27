/// What YAML takes a plain scalar for.
///
/// Source: YAML 1.2.2, section 10.3.2.
enum YAMLKind {
  /// Whether a scalar without quotes is text: neither nothing, nor a truth value, nor a number.
  static func isText(_ text: String) -> Bool {
    switch text {
    case "", "~", "null", "Null", "NULL": false
    case "true", "True", "TRUE", "false", "False", "FALSE": false
    default: !isNumber(Array(text.utf8))
    }
  }

  private static func isNumber(_ bytes: [UInt8]) -> Bool {
    if bytes.starts(with: "0x".utf8) {
      return isSome(bytes.dropFirst(2)) { isDigit($0) || (97...102).contains($0 | 0x20) }
    }
    if bytes.starts(with: "0o".utf8) { return isSome(bytes.dropFirst(2)) { (48...55).contains($0) } }
    var rest = bytes[...]
    if let first = rest.first, first == UInt8(ascii: "+") || first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    if [".inf", ".Inf", ".INF"].contains(where: { rest.elementsEqual($0.utf8) }) { return true }
    if [".nan", ".NaN", ".NAN"].contains(where: { bytes.elementsEqual($0.utf8) }) { return true }
    let whole = rest.prefix(while: isDigit)
    rest = rest[whole.endIndex...]
    var fraction: ArraySlice<UInt8> = []
    if rest.first == UInt8(ascii: ".") {
      fraction = rest.dropFirst().prefix(while: isDigit)
      rest = rest[fraction.endIndex...]
    }
    guard !whole.isEmpty || !fraction.isEmpty else { return false }
    guard let mark = rest.first else { return true }
    guard mark | 0x20 == UInt8(ascii: "e") else { return false }
    rest = rest.dropFirst()
    if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { rest = rest.dropFirst() }
    return isSome(rest, isDigit)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

  private static func isSome(_ bytes: ArraySlice<UInt8>, _ isOne: (UInt8) -> Bool) -> Bool {
    !bytes.isEmpty && bytes.allSatisfy(isOne)
  }
}
