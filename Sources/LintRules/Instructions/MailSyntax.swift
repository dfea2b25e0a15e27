/// Mail addresses.
///
/// Source: RFC 5322, sections 3.2 and 3.4.1, with the lengths of RFC 5321, section 4.5.3.1, and the host names of RFC 1123.
struct MailSyntax {
  private var rest: ArraySlice<UInt8>
  /// Of what was taken, without comments and blanks.
  private var length = 0

  private init(_ text: String) { rest = Array(text.utf8)[...] }

  /// Whether a text is one address without a name before it; comments and blanks may stand around its parts.
  static func isAddress(_ text: String) -> Bool {
    var scan = MailSyntax(text)
    return scan.takesLocalPart() && scan.takes("@") && scan.takesDomain() && scan.rest.isEmpty && scan.length <= 254
  }

  private mutating func takes(_ mark: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: mark) else { return false }
    rest.removeFirst()
    return true
  }

  /// Skips blanks and comments; whether every comment ended.
  private mutating func skips() -> Bool {
    var depth = 0
    while let byte = rest.first {
      switch byte {
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")") where depth > 0: depth -= 1
      case UInt8(ascii: "\\") where depth > 0: rest.removeFirst()
      case 0x20, 0x09, 0x0D, 0x0A: break
      default: if depth == 0 { return true }
      }
      rest = rest.dropFirst()
    }
    return depth == 0
  }

  private mutating func takesLocalPart() -> Bool {
    length = -1
    repeat {
      guard skips() else { return false }
      let before = rest.count
      guard rest.first == UInt8(ascii: "\"") ? takesQuoted() : takesAtom() else { return false }
      length += before - rest.count + 1
      guard skips() else { return false }
    } while takes(".")
    return length <= 64
  }

  private mutating func takesAtom() -> Bool {
    let atom = rest.prefix { byte in
      (48...57).contains(byte) || ((97...122).contains(byte | 0x20) && byte < 0x80)
        || "!#$%&'*+/=?^_`{|}~-".utf8.contains(byte)
    }
    rest = rest[atom.endIndex...]
    return !atom.isEmpty
  }

  private mutating func takesQuoted() -> Bool {
    rest = rest.dropFirst()
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\"") { return true }
      if byte == UInt8(ascii: "\\"), rest.popFirst() == nil { return false }
      guard byte < 0x7F else { return false }
    }
    return false
  }

  private mutating func takesDomain() -> Bool {
    guard skips() else { return false }
    if takes("[") { return takesLiteral() && skips() }
    let dash = UInt8(ascii: "-")
    var hasLabel = false
    repeat {
      guard skips() else { return false }
      let label = rest.prefix { byte in
        (48...57).contains(byte) || ((97...122).contains(byte | 0x20) && byte < 0x80) || byte == dash
      }
      rest = rest[label.endIndex...]
      // One dot may stand behind the last label.
      if label.isEmpty { return hasLabel && rest.isEmpty }
      guard label.count <= 63, label.first != dash, label.last != dash, skips() else { return false }
      length += label.count + 1
      hasLabel = true
    } while takes(".")
    return true
  }

  private mutating func takesLiteral() -> Bool {
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "]") { return true }
      guard byte < 0x7F, byte != UInt8(ascii: "["), byte != UInt8(ascii: "\\") else { return false }
    }
    return false
  }
}
