import Core

/// Builds an HTML document in one buffer of bytes; text of unknown origin goes in escaped and without controls.
struct HTMLWriter {
  /// The document so far, as UTF-8.
  private(set) var bytes: [UInt8] = []

  /// Markup of ours, as it is.
  mutating func markup(_ markup: String) { bytes += markup.utf8 }

  /// Text of unknown origin, for content and for quoted attributes alike.
  mutating func text(_ text: String) {
    // Nearly every text is of harmless ASCII.
    if text.utf8.allSatisfy(HTMLWriter.isHarmless) {
      bytes += text.utf8
      return
    }
    for byte in Sanitized(text).description.utf8 {
      switch byte {
      case UInt8(ascii: "&"): bytes += "&amp;".utf8
      case UInt8(ascii: "<"): bytes += "&lt;".utf8
      case UInt8(ascii: ">"): bytes += "&gt;".utf8
      case UInt8(ascii: "\""): bytes += "&quot;".utf8
      case UInt8(ascii: "'"): bytes += "&#39;".utf8
      default: bytes.append(byte)
      }
    }
  }

  /// An element that holds nothing but text.
  ///
  /// - Parameter tag: the name with attributes, all of ours, such as `p class="note"`.
  mutating func element(_ tag: String, _ text: String) {
    begin(tag)
    self.text(text)
    end(tag)
  }

  /// An element that holds others.
  mutating func element(_ tag: String, _ content: (inout HTMLWriter) -> Void) {
    begin(tag)
    content(&self)
    end(tag)
  }

  /// A table that scrolls on its own where it is too wide, with a name for those who cannot see it.
  ///
  /// - Parameter kind: a class of ours.
  mutating func table(_ kind: String, label: String, columns: [String], rows: (inout HTMLWriter) -> Void) {
    markup("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"")
    text(label)
    markup("\"><table class=\"\(kind)\"><thead><tr>")
    for column in columns { element("th scope=\"col\"", column) }
    markup("</tr></thead><tbody>\n")
    rows(&self)
    markup("</tbody></table></div>\n")
  }

  private mutating func begin(_ tag: String) { markup("<\(tag)>") }

  private mutating func end(_ tag: String) {
    bytes += "</".utf8
    bytes += tag.utf8.prefix { $0 != 0x20 }
    bytes += ">\n".utf8
  }

  private static func isHarmless(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"): false
    default: (0x20..<0x7F).contains(byte)
    }
  }
}
