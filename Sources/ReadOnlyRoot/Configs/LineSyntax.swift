/// One setting a line, its words separated by blanks and quoted where needed.
struct LineSyntax {
  /// Whether `#` begins a comment within a line too.
  var commentsWithinLines = true
  /// Whether `=` separates words as a blank does.
  var equalsSeparates = false
  /// Whether a backslash at a line's end joins the next one.
  var joinsLines = false
  /// Whether a backslash takes the next byte as it is; else only before quotes in quotes.
  var escapes = true

  /// Apache httpd. Source: httpd 2.4, "Configuration Files", main configuration files.
  static let apache = LineSyntax(commentsWithinLines: false, joinsLines: true, escapes: false)
  /// Source: HAProxy configuration manual, 2.2 "Quoting and escaping".
  static let haproxy = LineSyntax()
  /// Source: redis.conf of the distribution, its opening comment.
  static let redis = LineSyntax(commentsWithinLines: false)
  /// Source: PostgreSQL manual, 20.1.2 "Parameter Interaction via the Configuration File".
  static let postgres = LineSyntax(equalsSeparates: true, escapes: false)
  /// Source: rsyslog manual, "Configuration formats".
  static let rsyslog = LineSyntax(escapes: false)
  /// Source: mosquitto.conf(5), "File Format".
  static let mosquitto = LineSyntax(commentsWithinLines: false, escapes: false)
  /// Source: lighttpd wiki, "Configuration file syntax".
  static let lighttpd = LineSyntax(equalsSeparates: true)

  /// The lines that have words.
  func lines(_ bytes: [UInt8], file: String) -> [ConfigLine] {
    var out: [ConfigLine] = []
    var words = ConfigWords()
    var (at, line, start) = (0, 1, 1)
    func finish() {
      let found = words.take()
      if !found.isEmpty { out.append(ConfigLine(words: found, line: start, file: file)) }
    }
    while at < bytes.count, out.count < ConfigLine.mostLines {
      let byte = bytes[at]
      if words.isEmpty { start = line }
      switch byte {
      case UInt8(ascii: "\n"):
        finish()
        line += 1
      case 32, 9, 13: words.endWord()
      case UInt8(ascii: "=") where equalsSeparates: words.endWord()
      case UInt8(ascii: "#") where words.isEmpty || (commentsWithinLines && !words.isInWord):
        while at + 1 < bytes.count, bytes[at + 1] != UInt8(ascii: "\n") { at += 1 }
      case UInt8(ascii: "\\") where joinsLines && isLineEnd(bytes, at + 1):
        while bytes[at] != UInt8(ascii: "\n") { at += 1 }
        words.endWord()
        line += 1
      case UInt8(ascii: "\\") where escapes && !isLineEnd(bytes, at + 1):
        at += 1
        if at < bytes.count { words.append(bytes[at]) }
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        at = quoted(bytes, at, &words)
      default: words.append(byte)
      }
      at += 1
    }
    finish()
    return out
  }

  private func isLineEnd(_ bytes: [UInt8], _ at: Int) -> Bool {
    if at < bytes.count, bytes[at] == UInt8(ascii: "\n") { return true }
    return at + 1 < bytes.count && bytes[at] == 13 && bytes[at + 1] == UInt8(ascii: "\n")
  }

  /// Takes what is quoted, which ends at the line's end at the latest; gives the place of its last byte.
  private func quoted(_ bytes: [UInt8], _ start: Int, _ words: inout ConfigWords) -> Int {
    let quote = bytes[start]
    words.open()
    var at = start + 1
    while at < bytes.count, bytes[at] != UInt8(ascii: "\n") {
      if bytes[at] == UInt8(ascii: "\\"), at + 1 < bytes.count, bytes[at + 1] == quote {
        at += 1
      } else if bytes[at] == quote {
        guard at + 1 < bytes.count, bytes[at + 1] == quote, quote == UInt8(ascii: "'") else { return at }
        at += 1
      }
      words.append(bytes[at])
      at += 1
    }
    return at - 1
  }
}
