/// Absolute addresses.
///
/// Source: RFC 3986, appendix A.
enum AddressSyntax {
  /// Whether a text is a scheme and what belongs to it, with or without a fragment.
  static func isAbsolute(_ text: String) -> Bool {
    let bytes = Array(text.utf8)[...]
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), isScheme(bytes[..<colon]) else { return false }
    var rest = bytes[(colon + 1)...]
    for mark in [UInt8(ascii: "#"), UInt8(ascii: "?")] {
      guard let start = rest.firstIndex(of: mark) else { continue }
      guard consists(rest[(start + 1)...], of: ":@/?") else { return false }
      rest = rest[..<start]
    }
    if rest.starts(with: "//".utf8) {
      let authority = rest.dropFirst(2).prefix { $0 != UInt8(ascii: "/") }
      guard isAuthority(authority) else { return false }
      rest = rest[authority.endIndex...]
    }
    return consists(rest, of: ":@/")
  }

  private static func isScheme(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first, isLetter(first) else { return false }
    return bytes.allSatisfy { isLetter($0) || isDigit($0) || "+-.".utf8.contains($0) }
  }

  private static func isAuthority(_ bytes: ArraySlice<UInt8>) -> Bool {
    var host = bytes
    if let at = host.firstIndex(of: UInt8(ascii: "@")) {
      guard consists(host[..<at], of: ":") else { return false }
      host = host[(at + 1)...]
    }
    if host.first == UInt8(ascii: "["), let end = host.firstIndex(of: UInt8(ascii: "]")) {
      let port = host[(end + 1)...]
      return isNumbered(host[(host.startIndex + 1)..<end]) && (port.isEmpty || isPort(port))
    }
    let name = host.prefix { $0 != UInt8(ascii: ":") }
    return consists(name, of: "") && (name.endIndex == host.endIndex || isPort(host[name.endIndex...]))
  }

  private static func isPort(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.first == UInt8(ascii: ":") && bytes.dropFirst().allSatisfy(isDigit)
  }

  /// Whether it is what stands in square brackets: an IPv6 address, or one of a later version.
  private static func isNumbered(_ bytes: ArraySlice<UInt8>) -> Bool {
    if let first = bytes.first, first | 0x20 == UInt8(ascii: "v") {
      let version = bytes.dropFirst().prefix(while: isHex)
      let rest = bytes[version.endIndex...]
      return !version.isEmpty && rest.first == UInt8(ascii: ".") && rest.count > 1
        && consists(rest.dropFirst(), of: ":")
    }
    var bytes = bytes
    if let zone = bytes.firstIndex(of: UInt8(ascii: "%")) {
      guard bytes[zone...].starts(with: "%25".utf8), bytes.count > zone - bytes.startIndex + 3 else { return false }
      guard consists(bytes[(zone + 3)...], of: "") else { return false }
      bytes = bytes[..<zone]
    }
    let groups = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard (3...9).contains(groups.count) else { return false }
    let isShort = { (group: ArraySlice<UInt8>) in group.count <= 4 && group.allSatisfy(isHex) }
    let last = groups[groups.count - 1]
    let endsInDots = last.contains(UInt8(ascii: "."))
    guard groups.dropLast().allSatisfy(isShort), isShort(last) || isDotted(last) else { return false }
    let written = groups.count { !$0.isEmpty } + (endsInDots ? 1 : 0)
    let gaps = zip(bytes, bytes.dropFirst()).count { $0 == UInt8(ascii: ":") && $1 == UInt8(ascii: ":") }
    return gaps == 0 ? written == 8 && groups.allSatisfy { !$0.isEmpty } : gaps == 1 && written < 8
  }

  private static func isDotted(_ bytes: ArraySlice<UInt8>) -> Bool {
    let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count == 4
      && parts.allSatisfy { digits in
        (1...3).contains(digits.count) && digits.allSatisfy(isDigit)
          && digits.reduce(0) { $0 * 10 + Int($1 - 48) } <= 255
      }
  }

  /// Whether all are letters, digits, marks that mean nothing, `%` and two digits, or one of some more.
  private static func consists(_ bytes: ArraySlice<UInt8>, of more: StaticString) -> Bool {
    let marks = "-._~!$&'()*+,;=\(more)"
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let byte = bytes[index]
      if byte == UInt8(ascii: "%") {
        guard index + 2 < bytes.endIndex, isHex(bytes[index + 1]), isHex(bytes[index + 2]) else { return false }
        index += 3
        continue
      }
      guard isLetter(byte) || isDigit(byte) || marks.utf8.contains(byte) else { return false }
      index += 1
    }
    return true
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte | 0x20) && byte < 0x80 }
  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
  private static func isHex(_ byte: UInt8) -> Bool { isDigit(byte) || (97...102).contains(byte | 0x20) }
}
