import Dockerfile

/// Finds where variables stand in a text, for the places of findings.
enum VariablePlaces {
  /// The first place of each `$name` and `${name`, from the dollar sign to the end of the name, or to the brace behind.
  ///
  /// - Complexity: O(bytes).
  static func places(in bytes: [UInt8], _ range: Range<Int>) -> [String: Range<Int>] {
    var out: [String: Range<Int>] = [:]
    var at = range.lowerBound
    while at < range.upperBound {
      guard bytes[at] == UInt8(ascii: "$") else {
        at += 1
        continue
      }
      let dollar = at
      at += 1
      let hasBrace = at < range.upperBound && bytes[at] == UInt8(ascii: "{")
      if hasBrace { at += 1 }
      let start = at
      while at < range.upperBound, isName(bytes[at]) { at += 1 }
      if at == start, at < range.upperBound, "@*#?-!$".utf8.contains(bytes[at]) { at += 1 }
      guard at > start else { continue }
      let isClosed = hasBrace && at < range.upperBound && bytes[at] == UInt8(ascii: "}")
      let name = GoUTF8.string(bytes[start..<at])
      if out[name] == nil { out[name] = dollar..<(isClosed ? at + 1 : at) }
    }
    return out
  }

  private static func isName(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
  }
}
