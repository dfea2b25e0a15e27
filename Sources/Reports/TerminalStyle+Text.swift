import Core

/// What a piece of text is, for its colour. Colour never carries a meaning alone.
enum Ink {
  case error, warning, note, good, bad, strong, faint

  /// Orange and blue keep apart for colour-blind readers; severity is bold.
  fileprivate var code: String {
    switch self {
    case .error, .bad: "1;38;5;208"
    case .warning: "1;38;5;178"
    case .note: "38;5;39"
    case .good: "1;38;5;39"
    case .strong: "1"
    case .faint: "2"
    }
  }
}

extension TerminalStyle {
  var check: String { ascii ? "ok" : "✓" }
  var cross: String { ascii ? "x" : "✗" }
  var ellipsis: String { ascii ? "..." : "…" }
  var dot: String { ascii ? "-" : "·" }
  var dash: String { ascii ? "-" : "–" }
  /// Where prose is wrapped.
  var proseWidth: Int { min(width, TerminalStyle.usualWidth) }

  /// Text of ours in colour. Never given to a function that measures.
  func ink(_ ink: Ink, _ text: String) -> String { color ? "\u{1B}[\(ink.code)m\(text)\u{1B}[0m" : text }

  /// Text of unknown origin, fit for this terminal.
  func safe(_ text: String) -> String {
    // Nearly every text is of printable ASCII; by scalars the look at it takes three times as long.
    if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
    let clean = Sanitized(text).description
    guard ascii, !clean.utf8.allSatisfy({ $0 < 0x80 }) else { return clean }
    var out = ""
    for scalar in clean.unicodeScalars {
      switch scalar {
      case _ where scalar.isASCII: out.unicodeScalars.append(scalar)
      case "…": out += "..."
      case "–", "—", "·": out += "-"
      case "‘", "’": out += "'"
      case "“", "”": out += "\""
      case "→": out += "->"
      case "×": out += "x"
      default: out += "\\u{" + String(scalar.value, radix: 16) + "}"
      }
    }
    return out
  }

  /// Bytes of unknown origin in one line, fit for this terminal: tabs are blanks, what is not UTF-8 is replaced.
  func shown(_ bytes: some Collection<UInt8>) -> String {
    guard bytes.contains(0x09) else { return safe(String(decoding: bytes, as: UTF8.self)) }
    return bytes.split(separator: 0x09, omittingEmptySubsequences: false)
      .map { safe(String(decoding: $0, as: UTF8.self)) }.joined(separator: "    ")
  }

  /// Text cut to a number of columns, its end replaced by an ellipsis.
  func shortened(_ text: String, to columns: Int) -> String {
    guard columnCount(text) > columns else { return text }
    var out = ""
    var used = columnCount(ellipsis)
    for character in text {
      used += columnCount(String(character))
      if used > columns { break }
      out.append(character)
    }
    return out + ellipsis
  }
}

/// A number of blanks, or of another ASCII character.
///
/// `String(repeating:count:)` appends them one by one, which was a tenth of the report.
func blanks(_ count: Int, of byte: UInt8 = 0x20) -> String {
  String(decoding: [UInt8](repeating: byte, count: count), as: UTF8.self)
}

/// Columns that a text takes: two for wide characters, none for combining ones.
func columnCount(_ text: String) -> Int {
  if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
  return text.reduce(0) { sum, character in
    sum + (character.unicodeScalars.first.map { isWide($0) ? 2 : 1 } ?? 0)
  }
}

/// Source: Unicode Standard Annex 11, the blocks of width W and F, in rough.
private func isWide(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
    0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
    true
  default: false
  }
}

/// Breaks prose at blanks so that no line is wider than `columns`, unless a word is.
func wrapped(_ text: String, columns: Int) -> [String] {
  var lines: [String] = []
  // Split by bytes: by characters it took a tenth of the report.
  for paragraph in Array(text.utf8).split(separator: 0x0A, omittingEmptySubsequences: false) {
    var line: [UInt8] = []
    var used = 0
    for word in paragraph.split(separator: 0x20) {
      let size = columnCount(String(decoding: word, as: UTF8.self))
      if !line.isEmpty, used + 1 + size > columns {
        lines.append(String(decoding: line, as: UTF8.self))
        (line, used) = ([], 0)
      }
      if !line.isEmpty { line.append(0x20) }
      line += word
      used += size + (used == 0 ? 0 : 1)
    }
    lines.append(String(decoding: line, as: UTF8.self))
  }
  return lines
}
