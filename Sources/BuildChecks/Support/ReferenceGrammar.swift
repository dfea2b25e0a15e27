/// Whether a text is the name of an image.
///
/// Source: the reference grammar of github.com/distribution/reference, with Docker's defaults.
enum ReferenceGrammar {
  private static let hashLengths = ["sha256": 64, "sha384": 96, "sha512": 128]
  private static let longestPath = 255

  static func isValid(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    // 64 hexadecimal digits are taken for an image's id.
    if bytes.count == 64, bytes.allSatisfy(isLowerHex) { return false }
    var (domain, rest): (ArraySlice<UInt8>, ArraySlice<UInt8>) = ([], bytes[...])
    if let slash = bytes.firstIndex(of: UInt8(ascii: "/")), isDomain(bytes[..<slash]) {
      (domain, rest) = (bytes[..<slash], bytes[(slash + 1)...])
      guard isHost(domain) else { return false }
    }
    if let at = rest.firstIndex(of: UInt8(ascii: "@")) {
      guard isDigest(rest[(at + 1)...]) else { return false }
      rest = rest[..<at]
    }
    if let colon = rest.firstIndex(of: UInt8(ascii: ":")) {
      guard isTag(rest[(colon + 1)...]) else { return false }
      rest = rest[..<colon]
    }
    let official = domain.isEmpty && !rest.contains(UInt8(ascii: "/")) ? "library/".utf8.count : 0
    guard rest.count + official <= longestPath else { return false }
    return rest.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy(isComponent)
  }

  /// Whether what stands before the first slash is a host and not the beginning of the path.
  private static func isDomain(_ part: ArraySlice<UInt8>) -> Bool {
    part.elementsEqual("localhost".utf8) || part.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") }
      || part.contains(where: isUpper)
  }

  private static func isHost(_ part: ArraySlice<UInt8>) -> Bool {
    var host = part
    if part.first == UInt8(ascii: "[") {
      guard let end = part.firstIndex(of: UInt8(ascii: "]")) else { return false }
      let address = part[(part.startIndex + 1)..<end]
      guard !address.isEmpty, address.allSatisfy({ isHex($0) || $0 == UInt8(ascii: ":") }) else { return false }
      return isPort(part[(end + 1)...])
    }
    if let colon = part.firstIndex(of: UInt8(ascii: ":")) {
      guard isPort(part[colon...]) else { return false }
      host = part[..<colon]
    }
    return host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { name in
      guard let first = name.first, let last = name.last else { return false }
      return isAlphanumeric(first) && isAlphanumeric(last)
        && name.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
    }
  }

  private static func isPort(_ part: ArraySlice<UInt8>) -> Bool {
    guard let first = part.first else { return true }
    return first == UInt8(ascii: ":") && part.count > 1 && part.dropFirst().allSatisfy(isDigit)
  }

  /// Lower-case letters and digits; between them one dot, one or two underscores, or dashes.
  private static func isComponent(_ part: ArraySlice<UInt8>) -> Bool {
    guard let first = part.first, let last = part.last, isLowerOrDigit(first), isLowerOrDigit(last) else {
      return false
    }
    var separator: [UInt8] = []
    for byte in part {
      if isLowerOrDigit(byte) {
        separator = []
        continue
      }
      separator.append(byte)
      switch byte {
      case UInt8(ascii: "."): guard separator.count == 1 else { return false }
      case UInt8(ascii: "_"): guard separator.count <= 2, separator.first == byte else { return false }
      case UInt8(ascii: "-"): guard separator.first == byte else { return false }
      default: return false
      }
    }
    return true
  }

  private static func isTag(_ part: ArraySlice<UInt8>) -> Bool {
    guard let first = part.first, part.count <= 128, isWord(first) else { return false }
    return part.allSatisfy { isWord($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
  }

  /// Whether it is `sha256:…` and its like, with as many digits as the algorithm gives.
  static func isDigest(_ part: ArraySlice<UInt8>) -> Bool {
    guard let colon = part.firstIndex(of: UInt8(ascii: ":")) else { return false }
    let algorithm = String(decoding: part[..<colon], as: UTF8.self)
    let digits = part[(colon + 1)...]
    return hashLengths[algorithm] == digits.count && digits.allSatisfy(isLowerHex)
  }

  private static func isUpper(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  private static func isLowerOrDigit(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) || isDigit(byte) }
  private static func isAlphanumeric(_ byte: UInt8) -> Bool { isLowerOrDigit(byte) || isUpper(byte) }
  private static func isWord(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || byte == UInt8(ascii: "_") }
  private static func isLowerHex(_ byte: UInt8) -> Bool { (0x61...0x66).contains(byte) || isDigit(byte) }
  private static func isHex(_ byte: UInt8) -> Bool { isLowerHex(byte) || (0x41...0x46).contains(byte) }
}
