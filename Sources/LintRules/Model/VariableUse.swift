/// Which variables a text refers to.
enum VariableUse {
  static func isNameByte(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte & 0xDF) || byte == UInt8(ascii: "_")
  }

  /// The names behind `$` and between `${` and `}`.
  ///
  /// - Parameter withOperators: whether `${name:-x}` and its like are references, too.
  static func names(in text: some Collection<UInt8>, withOperators: Bool) -> [String] {
    let bytes = Array(text)
    var names: [String] = []
    for dollar in bytes.indices where bytes[dollar] == UInt8(ascii: "$") {
      let isBraced = dollar + 1 < bytes.count && bytes[dollar + 1] == UInt8(ascii: "{")
      let start = dollar + (isBraced ? 2 : 1)
      guard start < bytes.count else { break }
      let end = bytes[start...].firstIndex { !isNameByte($0) } ?? bytes.count
      guard end > start else { continue }
      if isBraced, end == bytes.count || (bytes[end] != UInt8(ascii: "}") && !withOperators) { continue }
      names.append(String(decoding: bytes[start..<end], as: UTF8.self))
    }
    return names
  }

  /// Whether there is a reference to any variable.
  static func isIn(_ text: String) -> Bool {
    text.utf8.contains(UInt8(ascii: "$")) && !names(in: text.utf8, withOperators: true).isEmpty
  }
}
