import Core

/// Messages that name addresses: who signs in with what in an address is left out.
enum AddressText {
  /// A text with `***` for what stands before the `@` of an address, such as `https://name:password@host`; `git@` stays.
  static func hidden(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "@")), text.holds("://") else { return text }
    let bytes = Array(text.utf8)
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      let start = index
      guard bytes[index...].starts(with: "://".utf8) else {
        out.append(bytes[index])
        index += 1
        continue
      }
      index += 3
      out += bytes[start..<index]
      let authority = bytes[index...].prefix(while: continues)
      guard let at = authority.lastIndex(of: UInt8(ascii: "@")) else { continue }
      if !bytes[index..<at].elementsEqual("git".utf8) { out += "***".utf8 } else { out += bytes[index..<at] }
      index = at
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// Whether a byte may stand in the part of an address before its path.
  private static func continues(_ byte: UInt8) -> Bool {
    switch byte {
    case 0...0x20, UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "\""), UInt8(ascii: "'"): false
    default: true
    }
  }
}
