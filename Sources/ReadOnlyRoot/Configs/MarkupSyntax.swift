/// The elements of an XML file: as much as log and server settings need.
enum MarkupSyntax {
  /// A start tag with the text up to the next tag.
  struct Element: Sendable, Equatable {
    var name: String
    var attributes: [Attribute] = []
    /// Blanks around it removed.
    var text = ""
    /// Index of the element it is in; nil for the outermost.
    var parent: Int?
    /// 1-based.
    var line: Int

    func attribute(_ name: String) -> String? { attributes.first { $0.name == name }?.value }
  }

  /// An attribute of a start tag.
  struct Attribute: Sendable, Equatable {
    var name: String
    var value: String
  }

  /// Elements of a file that are kept.
  private static let mostElements = 20_000
  private static let mostAttributes = 32
  /// Bytes that end a name.
  private static let delimiters: [UInt8] = Array("=/<>\"'".utf8)

  /// The elements in the order of their start tags; comments, CDATA and declarations left out.
  static func elements(_ bytes: [UInt8]) -> [Element] {
    var reader = Reader(bytes: bytes)
    reader.run()
    return reader.out
  }

  private struct Reader {
    let bytes: [UInt8]
    var out: [Element] = []
    private var at = 0
    private var line = 1
    private var open: [Int] = []
    private var text: [UInt8] = []
    private var textOwner: Int?

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func run() {
      while at < bytes.count, out.count < mostElements {
        if bytes[at] != UInt8(ascii: "<") {
          if textOwner != nil, text.count < ConfigLine.mostBytes { text.append(bytes[at]) }
          step()
          continue
        }
        endText()
        if has("<!--") {
          skip(past: "-->")
        } else if has("<![CDATA[") {
          skip(past: "]]>")
        } else if has("<!") || has("<?") {
          skip(past: ">")
        } else if has("</") {
          skip(past: ">")
          if !open.isEmpty { open.removeLast() }
        } else {
          startTag()
        }
      }
      endText()
    }

    private mutating func step() {
      if bytes[at] == UInt8(ascii: "\n") { line += 1 }
      at += 1
    }

    private func has(_ text: StaticString) -> Bool {
      let wanted = text.description.utf8
      return bytes[at...].prefix(wanted.count).elementsEqual(wanted)
    }

    private mutating func skip(past end: String) {
      let wanted = Array(end.utf8)
      while at < bytes.count {
        if bytes[at] == wanted[0], bytes[at...].prefix(wanted.count).elementsEqual(wanted) {
          at += wanted.count
          return
        }
        step()
      }
    }

    private mutating func endText() {
      if let owner = textOwner {
        out[owner].text = String(decoding: text, as: UTF8.self).split { $0 == " " || $0.isNewline || $0 == "\t" }
          .joined(separator: " ")
      }
      textOwner = nil
      text.removeAll(keepingCapacity: true)
    }

    private mutating func startTag() {
      let first = line
      at += 1
      var element = Element(name: word(), parent: open.last, line: first)
      var isClosed = false
      while at < bytes.count, bytes[at] != UInt8(ascii: ">") {
        isClosed = bytes[at] == UInt8(ascii: "/")
        if bytes[at] <= 32 || isClosed || bytes[at] == UInt8(ascii: "=") || bytes[at] == UInt8(ascii: "\"") {
          step()
          continue
        }
        let before = at
        let name = word()
        if at == before {
          step()
          continue
        }
        let value = attributeValue()
        if element.attributes.count < mostAttributes, let value {
          element.attributes.append(Attribute(name: name, value: value))
        }
      }
      if at < bytes.count { at += 1 }
      out.append(element)
      guard !isClosed else { return }
      open.append(out.count - 1)
      textOwner = out.count - 1
    }

    private mutating func word() -> String {
      let start = at
      while at < bytes.count, bytes[at] > 32, !MarkupSyntax.delimiters.contains(bytes[at]) { at += 1 }
      return String(decoding: bytes[start..<at].prefix(256), as: UTF8.self)
    }

    private mutating func attributeValue() -> String? {
      while at < bytes.count, bytes[at] <= 32 { step() }
      guard at < bytes.count, bytes[at] == UInt8(ascii: "=") else { return nil }
      at += 1
      while at < bytes.count, bytes[at] <= 32 { step() }
      guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") || bytes[at] == UInt8(ascii: "'") else { return nil }
      let quote = bytes[at]
      at += 1
      let start = at
      while at < bytes.count, bytes[at] != quote { step() }
      let value = bytes[start..<at]
      if at < bytes.count { at += 1 }
      return value.count > ConfigLine.mostBytes ? "" : String(decoding: value, as: UTF8.self)
    }
  }
}
