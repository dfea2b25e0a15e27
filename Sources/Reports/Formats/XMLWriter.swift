/// Builds an XML document in one buffer of bytes, whatever characters its texts hold.
///
/// Characters that XML cannot carry even as references are left out. Source: XML 1.0 (fifth edition), section 2.2.
struct XMLWriter {
  /// The document so far, as UTF-8.
  private(set) var bytes = Array(#"<?xml version="1.0" encoding="UTF-8"?>"#.utf8) + [0x0A]
  private var depth = 0

  /// An element that holds nothing but text, or nothing at all.
  ///
  /// - Parameter attributes: in the order in which they are written; names must be XML names.
  mutating func element(_ name: String, _ attributes: [(String, String)] = [], text: String = "") {
    begin(name, attributes)
    guard !text.isEmpty else { return bytes += "/>\n".utf8 }
    bytes.append(UInt8(ascii: ">"))
    escape(text, inAttribute: false)
    end(name)
  }

  /// An element that holds others.
  mutating func element(
    _ name: String, _ attributes: [(String, String)] = [], content: (inout XMLWriter) -> Void
  ) {
    begin(name, attributes)
    bytes += ">\n".utf8
    depth += 1
    content(&self)
    depth -= 1
    indent()
    end(name)
  }

  private mutating func begin(_ name: String, _ attributes: [(String, String)]) {
    indent()
    bytes.append(UInt8(ascii: "<"))
    bytes += name.utf8
    for (name, value) in attributes {
      bytes.append(0x20)
      bytes += name.utf8
      bytes += "=\"".utf8
      escape(value, inAttribute: true)
      bytes.append(UInt8(ascii: "\""))
    }
  }

  private mutating func end(_ name: String) {
    bytes += "</".utf8
    bytes += name.utf8
    bytes += ">\n".utf8
  }

  private mutating func indent() { bytes += repeatElement(0x20, count: depth * 2) }

  /// - Parameter inAttribute: where readers would turn line ends and tabs into blanks.
  private mutating func escape(_ text: String, inAttribute: Bool) {
    // Nearly every text is of harmless ASCII.
    if text.utf8.allSatisfy(XMLWriter.isHarmless) { return bytes += text.utf8 }
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": bytes += "&amp;".utf8
      case "<": bytes += "&lt;".utf8
      case ">": bytes += "&gt;".utf8
      case "\"": bytes += "&quot;".utf8
      case "'": bytes += "&apos;".utf8
      case "\r": bytes += "&#13;".utf8
      case "\n", "\t":
        if inAttribute { bytes += (scalar == "\n" ? "&#10;" : "&#9;").utf8 } else { bytes += UTF8.encode(scalar) }
      case "\u{0}"..."\u{1F}", "\u{FFFE}"..."\u{FFFF}": continue
      default: bytes += UTF8.encode(scalar)
      }
    }
  }

  private static func isHarmless(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"): false
    default: (0x20..<0x7F).contains(byte)
    }
  }
}

extension UTF8 {
  /// The bytes of a scalar; every scalar has some.
  fileprivate static func encode(_ scalar: Unicode.Scalar) -> UTF8.EncodedScalar {
    UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
  }
}
