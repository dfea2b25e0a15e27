import Core
import Dockerfile
import JSONText

/// How a Dockerfile is read, for comparison with other readers.
///
/// Both forms show the nodes as BuildKit's own dump does, so that the two can be compared byte for byte.
public struct ParseReport {
  private let syntax: DockerfileSyntax

  /// Levels of ONBUILD whose text is shown; each holds all that is inside, so all of them would be quadratic.
  private static let deepestOriginal = 100

  public init(_ syntax: DockerfileSyntax) { self.syntax = syntax }

  public init(_ bytes: [UInt8]) { self.init(DockerfileSyntax(bytes)) }

  /// Why Docker would read nothing of the file: line, message, and what to type; nil when it would.
  public var refusal: (line: Int, message: String, help: String?)? {
    syntax.parseError.map { ($0.lines.lowerBound, $0.message, $0.help) }
  }

  /// One line a node: `(run ["--flag"] "argument")`.
  public func sexp() -> [UInt8] {
    var out: [UInt8] = []
    for node in syntax.nodes { append(node, to: &out) }
    return out
  }

  private func append(_ node: Node, to out: inout [UInt8]) {
    for (level, text) in node.texts.enumerated() {
      out.append(UInt8(ascii: "("))
      let command = GoUTF8.lowercased(node.bytes(text.command))
      var parts = command.isEmpty ? [] : [Array(command.utf8)]
      if !text.flags.isEmpty {
        let flags = text.flags.map { GoQuoted.quoted($0.bytes) }.joined(separator: [0x20])
        parts.append([UInt8(ascii: "[")] + flags + [UInt8(ascii: "]")])
      }
      if text.keyword == nil { parts.append(GoQuoted.quoted([])) }
      parts += text.arguments.map { GoQuoted.quoted($0.bytes) }
      out += parts.joined(separator: [0x20])
      if level + 1 < node.texts.count { out.append(0x20) }
    }
    out += [UInt8](repeating: UInt8(ascii: ")"), count: node.texts.count) + [0x0A]
  }

  /// One object; `file` is its first member when a name is given.
  public func json(file: String? = nil, pretty: Bool = true) -> [UInt8] {
    var writer = JSONWriter(pretty: pretty)
    writer.object { json in
      if let file { json.member("file", file) }
      if let error = syntax.parseError {
        json.member("error", error.message)
        json.key("error_lines")
        json.array { json in
          for line in Set([error.lines.lowerBound, error.lines.upperBound]).sorted() { json.value(line) }
        }
        return
      }
      json.member("sexp", GoUTF8.string(sexp()))
      json.member("escape", String(UnicodeScalar(syntax.escape)))
      json.key("nodes")
      json.array { json in for node in syntax.nodes { write(node, into: &json) } }
      let empty = syntax.nodes.compactMap(\.emptyContinuationLine)
      if !empty.isEmpty {
        json.key("empty_continuation_lines")
        json.array { json in for line in empty { json.value(line) } }
      }
      if let error = syntax.errors.first(where: { $0.layer == .instruction }) {
        json.member("instruction_error", "line \(error.lines.lowerBound): \(error.message)")
        json.key("error_lines")
        json.array { $0.value(error.lines.lowerBound) }
      }
    }
    return writer.bytes + [0x0A]
  }

  /// The line of a batch for a file that cannot be read.
  public static func unreadable(file: String, _ message: String) -> [UInt8] {
    var writer = JSONWriter(pretty: false)
    writer.object { json in
      json.member("file", file)
      json.member("error", message)
    }
    return writer.bytes + [0x0A]
  }

  private func write(_ node: Node, into json: inout JSONWriter) {
    for (level, text) in node.texts.enumerated() {
      if level > 0 { json.key("sub") }
      json.beginObject()
      json.member("cmd", GoUTF8.string(node.bytes(text.command)))
      json.member("start", level == 0 ? node.lines.lowerBound : 0)
      json.member("end", level == 0 ? node.lines.upperBound : 0)
      json.member("flags", text.flags.map(\.text))
      json.member("args", text.arguments.map(\.text) + (text.keyword == nil ? [""] : []))
      json.member("json", text.isJSON)
      if level < ParseReport.deepestOriginal {
        json.member("original", GoUTF8.string(node.bytes(text.range)))
      }
      json.key("heredocs")
      json.array { json in
        if level == 0 { for heredoc in node.heredocs { json.object { write(heredoc, into: &$0) } } }
      }
      json.member("comments", level == 0 ? node.comments.map { GoUTF8.string($0.text) } : [])
    }
    for _ in node.texts { json.endObject() }
  }

  private func write(_ heredoc: Heredoc, into json: inout JSONWriter) {
    json.member("name", GoUTF8.string(heredoc.name))
    json.member("fd", heredoc.descriptor)
    json.member("expand", heredoc.expands)
    json.member("chomp", heredoc.cutsTabs)
    json.member("content", GoUTF8.string(heredoc.content))
  }
}

/// Text as Go prints it.
///
/// Source: the Go standard library, strconv.Quote and strings.ToLower.
enum GoQuoted {
  /// In double quotes, with escapes for what is not printable.
  static func quoted(_ bytes: [UInt8]) -> [UInt8] {
    var out: [UInt8] = [UInt8(ascii: "\"")]
    var at = 0
    while at < bytes.count {
      let (scalar, length) = GoUTF8.scalar(bytes, at: at)
      if let scalar {
        append(scalar, bytes[at..<(at + length)], to: &out)
      } else {
        out += Array("\\x".utf8) + hex(UInt32(bytes[at]), 2)
      }
      at += length
    }
    return out + [UInt8(ascii: "\"")]
  }

  private static func append(_ scalar: Unicode.Scalar, _ raw: ArraySlice<UInt8>, to out: inout [UInt8]) {
    switch scalar.value {
    case 0x07: out += Array("\\a".utf8)
    case 0x08: out += Array("\\b".utf8)
    case 0x09: out += Array("\\t".utf8)
    case 0x0A: out += Array("\\n".utf8)
    case 0x0B: out += Array("\\v".utf8)
    case 0x0C: out += Array("\\f".utf8)
    case 0x0D: out += Array("\\r".utf8)
    case 0x22, 0x5C: out += [UInt8(ascii: "\\")] + raw
    case 0x20..<0x7F: out += raw
    case 0..<0x80: out += Array("\\x".utf8) + hex(scalar.value, 2)
    case _ where isPrintable(scalar): out += raw
    case 0..<0x10000: out += Array("\\u".utf8) + hex(scalar.value, 4)
    default: out += Array("\\U".utf8) + hex(scalar.value, 8)
    }
  }

  private static func hex(_ value: UInt32, _ digits: Int) -> [UInt8] {
    let text = String(value, radix: 16)
    return [UInt8](repeating: 48, count: max(0, digits - text.utf8.count)) + Array(text.utf8)
  }

  /// Letters, marks, numbers, punctuation and symbols.
  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator, .spaceSeparator:
      false
    default: true
    }
  }
}
