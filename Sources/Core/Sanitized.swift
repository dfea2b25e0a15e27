/// Text of unknown origin made safe for a terminal.
///
/// Control characters (C0, DEL, C1), bidirectional marks, line separators and invisible tags are written as escapes, so
/// that a file name can neither move the cursor nor reorder what is read (Trojan Source, CVE-2021-42574).
public struct Sanitized: CustomStringConvertible, Sendable {
  public let description: String

  public init(_ text: String) {
    // Most texts are plain ASCII.
    if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) {
      description = text
      return
    }
    guard text.unicodeScalars.contains(where: \.isUnsafeToShow) else {
      description = text
      return
    }
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      case _ where scalar.isUnsafeToShow: out += "\\u{" + String(scalar.value, radix: 16) + "}"
      default: out.unicodeScalars.append(scalar)
      }
    }
    description = out
  }
}

extension Unicode.Scalar {
  /// Controls, bidirectional marks, separators and other characters that have no glyph but move what is seen.
  public var isUnsafeToShow: Bool {
    switch value {
    case 0x00...0x1F, 0x7F...0x9F: true
    case 0x061C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF: true
    case 0xFFF9...0xFFFB, 0xE0000...0xE007F: true
    default: false
    }
  }
}
