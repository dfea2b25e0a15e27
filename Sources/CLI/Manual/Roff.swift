import Reports

/// Writes a manual page in the man macros (groff_man(7)), which mandoc reads, too.
struct Roff {
  private(set) var text = ""

  /// - Parameter summary: what follows the name in NAME.
  init(name: String, section: Int, summary: String) {
    let words = [name.uppercased(), String(section), Tool.date, "\(Tool.name) \(Tool.version)", "\(Tool.name) manual"]
    // Dates need no escapes, and readers want to see plain dashes there.
    text = ".TH " + words.map { "\"\($0)\"" }.joined(separator: " ") + "\n"
    heading("Name")
    line("\(name) \\- \(Roff.escaped(summary))", isEscaped: true)
  }

  mutating func heading(_ title: String) { text += ".SH \"\(Roff.argument(title.uppercased()))\"\n" }
  mutating func subheading(_ title: String) { text += ".SS \"\(Roff.argument(title))\"\n" }

  /// Paragraphs, one for each line.
  mutating func prose(_ words: String) {
    for (index, paragraph) in words.split(separator: "\n").enumerated() {
      if index > 0 { text += ".PP\n" }
      line(String(paragraph))
    }
  }

  /// A paragraph of its own.
  mutating func paragraph(_ words: String) {
    text += ".PP\n"
    prose(words)
  }

  /// A term in bold with what it means.
  mutating func item(_ term: String, _ meaning: String) {
    text += ".TP\n.B \(Roff.escaped(term))\n"
    prose(meaning.isEmpty ? " " : meaning)
  }

  /// One more paragraph of an item.
  mutating func indented(_ words: String) {
    text += ".IP\n"
    prose(words)
  }

  /// Lines as they are.
  mutating func example(_ lines: String) {
    text += ".PP\n.nf\n.RS 4\n"
    for row in lines.split(separator: "\n", omittingEmptySubsequences: false) { line(String(row), keepsEmpty: true) }
    text += ".RE\n.fi\n"
  }

  private mutating func line(_ words: String, isEscaped: Bool = false, keepsEmpty: Bool = false) {
    let out = isEscaped ? words : Roff.escaped(words)
    if out.isEmpty {
      if keepsEmpty { text += "\\&\n" }
      return
    }
    // A line that begins with a dot or an apostrophe would be a request.
    text += (out.hasPrefix(".") || out.hasPrefix("'") ? "\\&" : "") + out + "\n"
  }

  private static func escaped(_ words: String) -> String {
    var out = ""
    for scalar in words.unicodeScalars {
      switch scalar {
      case "\\": out += "\\e"
      case "-": out += "\\-"
      case "\"": out += "\\(dq"
      case "`": out += "\\(ga"
      case "'": out += "\\(aq"
      case "^": out += "\\(ha"
      case "~": out += "\\(ti"
      case "…": out += "..."
      case "—", "–": out += "\\-\\-"
      case "·": out += ","
      case "✓": out += "ok"
      case "✗": out += "x"
      case "→": out += "\\->"
      case _ where scalar.isASCII: out.unicodeScalars.append(scalar)
      default: out += "\\[u\(hex(scalar.value))]"
      }
    }
    return out
  }

  private static func argument(_ words: String) -> String { escaped(words) }

  private static func hex(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
