import Core

/// Builds an XML document without a blank or line between its elements, as hadolint writes them.
///
/// Characters that XML cannot carry are left out; those that would move a terminal's cursor are references. Source: XML
/// 1.0 (fifth edition), section 2.2.
struct HadolintXML {
  /// The document so far, as UTF-8.
  private(set) var bytes = Array(#"<?xml version="1.0" encoding="UTF-8"?>"#.utf8)

  /// An element.
  ///
  /// - Parameters:
  ///   - attributes: in the order in which they are written; names must be XML names.
  ///   - isEmpty: whether there is nothing in it.
  mutating func element(
    _ name: String, _ attributes: [(String, String)], isEmpty: Bool = false,
    content: (inout HadolintXML) -> Void = { _ in }
  ) {
    bytes.append(UInt8(ascii: "<"))
    bytes += name.utf8
    for (key, value) in attributes {
      bytes.append(0x20)
      bytes += key.utf8
      bytes += "=\"".utf8
      escape(value, inAttribute: true)
      bytes.append(UInt8(ascii: "\""))
    }
    if isEmpty { return bytes += "/>".utf8 }
    bytes.append(UInt8(ascii: ">"))
    content(&self)
    bytes += "</\(name)>".utf8
  }

  /// Text within an element.
  mutating func text(_ text: String) { escape(text, inAttribute: false) }

  private mutating func escape(_ text: String, inAttribute: Bool) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": bytes += "&amp;".utf8
      case "<": bytes += "&lt;".utf8
      case ">" where !inAttribute: bytes += "&gt;".utf8
      case "\"" where inAttribute: bytes += "&quot;".utf8
      case "\r", "\t": reference(scalar)
      // Line feeds stand as they are, in attributes too, as in hadolint's parse errors.
      case "\n": bytes.append(0x0A)
      case "\u{0}"..."\u{1F}", "\u{FFFE}"..."\u{FFFF}": continue
      case _ where scalar.isUnsafeToShow: reference(scalar)
      default: bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
      }
    }
  }

  private mutating func reference(_ scalar: Unicode.Scalar) { bytes += "&#\(scalar.value);".utf8 }
}
