import Core

/// A line of a file as parse errors show it.
enum HiddenLine {
  private static let blank: UInt8 = 0x20

  /// The line, or, when it may hold a password, one with `*` for all that is no name; each character keeps its column.
  static func shown(_ line: [UInt8]) -> [UInt8] {
    guard mayHoldSecret(line) else { return line }
    var out: [UInt8] = []
    out.reserveCapacity(line.count)
    var (index, isFirst) = (0, true)
    while index < line.count {
      let word = line[index...].prefix { $0 != blank }
      guard !word.isEmpty else {
        out.append(blank)
        index += 1
        continue
      }
      let name = word.prefix { $0 != UInt8(ascii: "=") }
      let isName = isFirst || name.count < word.count || SecretName.isSecret(String(decoding: name, as: UTF8.self))
      let kept = isName ? word.prefix(name.count + 1) : []
      out += kept
      // The bytes of a character stand in one column.
      for byte in word.dropFirst(kept.count) where byte & 0xC0 != 0x80 { out.append(UInt8(ascii: "*")) }
      (index, isFirst) = (word.endIndex, false)
    }
    return out
  }

  /// Whether one of the names in a line is a secret's, or an address has something before its `@`.
  private static func mayHoldSecret(_ line: [UInt8]) -> Bool {
    let names = line.split { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): false
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."): false
      default: true
      }
    }
    if names.contains(where: { SecretName.isSecret(String(decoding: $0, as: UTF8.self)) }) { return true }
    return line.contains(UInt8(ascii: "@")) && String(decoding: line, as: UTF8.self).holds("://")
  }
}
