/// Statements that end with `;` and blocks in braces, as nginx writes them.
///
/// Source: nginx, "Beginner's Guide", configuration file's structure; quotes and escapes as `ngx_conf_read_token` reads.
enum BlockSyntax {
  /// The statements in the order of the text, those that open a block included; braces are counted by nobody.
  static func lines(_ bytes: [UInt8], file: String) -> [ConfigLine] {
    var reader = Reader(bytes: bytes, file: file)
    reader.run()
    return reader.out
  }

  private struct Reader {
    let bytes: [UInt8]
    let file: String
    var out: [ConfigLine] = []
    private var at = 0
    private var line = 1
    private var start = 1
    private var words = ConfigWords()

    init(bytes: [UInt8], file: String) { (self.bytes, self.file) = (bytes, file) }

    mutating func run() {
      while at < bytes.count, out.count < ConfigLine.mostLines {
        let byte = bytes[at]
        if words.isEmpty { start = line }
        switch byte {
        case UInt8(ascii: "\n"):
          words.endWord()
          line += 1
        case 32, 9, 13: words.endWord()
        case UInt8(ascii: ";"), UInt8(ascii: "}"): finish()
        case UInt8(ascii: "{"): openBlock()
        case UInt8(ascii: "#") where !words.isInWord: skipLine()
        case UInt8(ascii: "\""),
          UInt8(ascii: "'") where !words.isInWord:
          quoted(byte)
        case UInt8(ascii: "$") where at + 1 < bytes.count && bytes[at + 1] == UInt8(ascii: "{"): variable()
        case UInt8(ascii: "\\") where at + 1 < bytes.count:
          at += 1
          if bytes[at] == UInt8(ascii: "\n") { line += 1 }
          words.append(bytes[at])
        default: words.append(byte)
        }
        at += 1
      }
      finish()
    }

    private mutating func finish() {
      let found = words.take()
      if !found.isEmpty { out.append(ConfigLine(words: found, line: start, file: file)) }
    }

    private mutating func openBlock() {
      let found = words.take()
      let isLua = found.first?.hasSuffix("_by_lua_block") ?? false
      if !found.isEmpty { out.append(ConfigLine(words: found, line: start, file: file)) }
      guard isLua else { return }
      var depth = 1
      while depth > 0, at + 1 < bytes.count {
        at += 1
        switch bytes[at] {
        case UInt8(ascii: "{"): depth += 1
        case UInt8(ascii: "}"): depth -= 1
        case UInt8(ascii: "\n"): line += 1
        default: break
        }
      }
    }

    private mutating func skipLine() {
      while at + 1 < bytes.count, bytes[at + 1] != UInt8(ascii: "\n") { at += 1 }
    }

    private mutating func quoted(_ quote: UInt8) {
      words.open()
      at += 1
      while at < bytes.count, bytes[at] != quote {
        if bytes[at] == UInt8(ascii: "\\"), at + 1 < bytes.count { at += 1 }
        if bytes[at] == UInt8(ascii: "\n") { line += 1 }
        words.append(bytes[at])
        at += 1
      }
      words.endWord()
    }

    private mutating func variable() {
      words.append(bytes[at])
      words.append(bytes[at + 1])
      at += 1
      while at + 1 < bytes.count, bytes[at + 1] != UInt8(ascii: "}"), bytes[at + 1] > 32 {
        at += 1
        words.append(bytes[at])
      }
      if at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "}") {
        at += 1
        words.append(bytes[at])
      }
    }
  }
}
