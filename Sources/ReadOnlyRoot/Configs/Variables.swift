/// Fills in `${NAME}` and `$NAME`.
enum Variables {
  /// Most bytes of a value that was filled in.
  private static let mostBytes = 8192

  /// The text with every variable replaced; nil when one of them is not known.
  ///
  /// - Parameter bare: whether `$NAME` without braces is a variable too.
  static func filled(_ text: String, bare: Bool = false, _ value: (String) -> String?) -> String? {
    let bytes = Array(text.utf8)
    var out: [UInt8] = []
    var at = 0
    while at < bytes.count {
      guard bytes[at] == UInt8(ascii: "$") else {
        out.append(bytes[at])
        at += 1
        continue
      }
      let name: ArraySlice<UInt8>
      if at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "{") {
        guard let end = bytes[at...].firstIndex(of: UInt8(ascii: "}")) else { return nil }
        name = bytes[(at + 2)..<end]
        at = end + 1
      } else {
        guard bare else { return nil }
        name = bytes[(at + 1)...].prefix(while: isNameByte)
        at = name.endIndex
      }
      guard !name.isEmpty, let found = value(String(decoding: name, as: UTF8.self)) else { return nil }
      out += Array(found.utf8)
      guard out.count <= mostBytes else { return nil }
    }
    return String(decoding: out, as: UTF8.self)
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    byte == 95 || (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
  }
}
