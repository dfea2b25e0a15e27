/// `key = value` lines in `[sections]`, as ini files and Java properties write them.
struct IniSyntax {
  /// A line of it.
  struct Entry: Sendable, Equatable {
    /// Without brackets; empty before the first section.
    var section: String
    /// The whole line when it has no value.
    var key: String
    /// Quotes removed; nil when the line has no separator.
    var value: String?
    /// 1-based.
    var line: Int
    var file: String
  }

  /// Bytes that begin a comment at the start of a line.
  var comments: [UInt8] = [UInt8(ascii: "#"), UInt8(ascii: ";")]
  /// Bytes that begin a comment after a blank within a value.
  var innerComments: [UInt8] = []
  /// Whether a backslash at a line's end joins the next one.
  var joinsLines = false
  /// Whether `:` separates key and value too.
  var colonSeparates = false

  /// Source: PHP manual, "The configuration file" (`php.ini` and php-fpm's files).
  static let php = IniSyntax(innerComments: [UInt8(ascii: ";")])
  /// Source: MySQL manual, 6.2.2.2 "Using Option Files".
  static let mysql = IniSyntax(innerComments: [UInt8(ascii: "#")])
  /// Source: supervisor manual, "Configuration File".
  static let supervisor = IniSyntax(innerComments: [UInt8(ascii: ";")])
  /// Source: Java API, `Properties.load`.
  static let properties = IniSyntax(
    comments: [UInt8(ascii: "#"), UInt8(ascii: "!")], joinsLines: true, colonSeparates: true)
  /// `key: value` and `key = value` of YAML and TOML, where only the name of a key counts, not where it stands.
  static let literals = IniSyntax(
    comments: [UInt8(ascii: "#")], innerComments: [UInt8(ascii: "#")], colonSeparates: true)
  /// Source: dnsmasq(8), "Config file".
  static let dnsmasq = IniSyntax(comments: [UInt8(ascii: "#")], innerComments: [UInt8(ascii: "#")])

  /// The entries in the order of the text; lines that are longer than a path can be are cut.
  func entries(_ bytes: [UInt8], file: String) -> [Entry] {
    var out: [Entry] = []
    var section = ""
    var line = 0
    var rest = bytes[...]
    while !rest.isEmpty, out.count < ConfigLine.mostLines {
      line += 1
      let first = line
      var text = IniSyntax.takeLine(&rest)
      while joinsLines, text.last == UInt8(ascii: "\\"), !rest.isEmpty, text.count < 2 * ConfigLine.mostBytes {
        text.removeLast()
        text += IniSyntax.trimmed(IniSyntax.takeLine(&rest)[...])
        line += 1
      }
      let trimmed = IniSyntax.trimmed(text[...])
      guard let start = trimmed.first, !comments.contains(start) else { continue }
      if start == UInt8(ascii: "["), let end = trimmed.firstIndex(of: UInt8(ascii: "]")) {
        section = String(decoding: trimmed[(trimmed.startIndex + 1)..<end], as: UTF8.self)
        continue
      }
      out.append(entry(trimmed, section, first, file))
    }
    return out
  }

  private func entry(_ text: ArraySlice<UInt8>, _ section: String, _ line: Int, _ file: String) -> Entry {
    let at = text.firstIndex { $0 == UInt8(ascii: "=") || (colonSeparates && $0 == UInt8(ascii: ":")) }
    guard let at else {
      let key = String(decoding: IniSyntax.trimmed(withoutComment(text)), as: UTF8.self)
      return Entry(section: section, key: key, value: nil, line: line, file: file)
    }
    let key = String(decoding: IniSyntax.trimmed(text[..<at]), as: UTF8.self)
    let value = unquoted(IniSyntax.trimmed(text[(at + 1)...]))
    return Entry(section: section, key: key, value: String(decoding: value, as: UTF8.self), line: line, file: file)
  }

  private func unquoted(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard let quote = text.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
      return IniSyntax.trimmed(withoutComment(text))
    }
    let inner = text.dropFirst()
    guard let end = inner.firstIndex(of: quote) else { return inner }
    return inner[..<end]
  }

  private func withoutComment(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard !innerComments.isEmpty else { return text }
    var before: UInt8 = 32
    for at in text.indices {
      if innerComments.contains(text[at]), before == 32 || before == 9 { return text[..<at] }
      before = text[at]
    }
    return text
  }

  private static func takeLine(_ rest: inout ArraySlice<UInt8>) -> [UInt8] {
    let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
    var text = rest[rest.startIndex..<end].prefix(2 * ConfigLine.mostBytes)
    if text.last == 13 { text.removeLast() }
    rest = end < rest.endIndex ? rest[(end + 1)...] : []
    return Array(text)
  }

  private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var view = text
    while let first = view.first, first == 32 || first == 9 { view.removeFirst() }
    while let last = view.last, last == 32 || last == 9 { view.removeLast() }
    return view
  }
}
