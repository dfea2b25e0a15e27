import Core

/// Text of unknown origin in GitHub's markdown, where it can neither make structure nor links, nor call anybody.
enum MarkdownText {
  /// Text as prose, on one line.
  ///
  /// What marks up is escaped. A zero-width space stands behind `@` and `#`, within `://` and behind `www`, for those
  /// are looked for in the finished page, where escapes are gone. Source: GitHub Flavored Markdown Spec 0.29, 6.9.
  static func prose(_ text: String) -> String {
    let clean = Sanitized(text).description
    if clean.utf8.allSatisfy(isHarmless) { return clean }
    var out: [UInt8] = []
    out.reserveCapacity(clean.utf8.count * 2)
    let bytes = Array(clean.utf8)
    for index in bytes.indices {
      switch bytes[index] {
      case UInt8(ascii: "&"): out += "&amp;".utf8
      case UInt8(ascii: "<"): out += "&lt;".utf8
      case UInt8(ascii: ">"): out += "&gt;".utf8
      // As a reference, for a table's cells end at the character itself.
      case UInt8(ascii: "|"): out += "&#124;".utf8
      case UInt8(ascii: "@"), UInt8(ascii: "#"):
        out.append(bytes[index])
        out += gap
      case UInt8(ascii: ":") where bytes[index...].starts(with: "://".utf8):
        out.append(bytes[index])
        out += gap
      case UInt8(ascii: ".") where index >= 3 && bytes[index - 3..<index].allSatisfy({ $0 | 0x20 == 0x77 }):
        out += gap
        out.append(bytes[index])
      case let byte where isMarkup(byte): out += [UInt8(ascii: "\\"), byte]
      case let byte: out.append(byte)
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// Text as code, on one line: longer fences than any within.
  static func code(_ text: String) -> String {
    let clean = Sanitized(text).description
    guard !clean.isEmpty else { return "(empty)" }
    var (run, longest) = (0, 0)
    for byte in clean.utf8 {
      run = byte == UInt8(ascii: "`") ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = blanks(longest + 1, of: UInt8(ascii: "`"))
    let ends = [clean.utf8.first, clean.utf8.last]
    // A blank of padding is taken off again at both ends, also when the text itself has blanks there.
    let isPadded = ends.contains { $0 == UInt8(ascii: "`") || $0 == 0x20 }
    return isPadded ? "\(fence) \(clean) \(fence)" : fence + clean + fence
  }

  /// Text as code in a cell of a table; as prose where the cell would end within.
  static func cell(_ text: String) -> String { text.holds("|") ? prose(text) : code(text) }

  /// The text, or its beginning when it is too long to be read.
  static func cut(_ text: String, to limit: Int) -> String {
    guard text.utf8.count > limit else { return text }
    var end = text.utf8.index(text.utf8.startIndex, offsetBy: limit)
    while end > text.utf8.startIndex, text.utf8[end] & 0xC0 == 0x80 { end = text.utf8.index(before: end) }
    return String(text[..<end]) + "…"
  }

  /// A zero-width space, as a reference that can be seen.
  private static let gap = Array("&#8203;".utf8)

  private static func isMarkup(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\\"), UInt8(ascii: "`"), UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "["),
      UInt8(ascii: "]"), UInt8(ascii: "~"), UInt8(ascii: "$"), UInt8(ascii: "!"):
      true
    default: false
    }
  }

  /// Letters but `w`, digits and the marks of a sentence, none of which means anything within a line.
  private static func isHarmless(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x56, 0x58...0x5A, 0x61...0x76, 0x78...0x7A, UInt8(ascii: " "), UInt8(ascii: ","),
      UInt8(ascii: "."),
      UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "="),
      UInt8(ascii: "+"), UInt8(ascii: "'"), UInt8(ascii: ";"):
      true
    default: false
    }
  }
}
