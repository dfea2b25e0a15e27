import Core

/// Goes through a text of Terraform's language, byte by byte.
///
/// Source: HCL native syntax specification (hashicorp/hcl, spec.md).
struct HCLScanner {
  let bytes: [UInt8]
  let source: SourceText
  var at = 0

  init(_ text: [UInt8]) { (bytes, source) = (text, SourceText(text)) }

  var isAtEnd: Bool { at >= bytes.count }

  /// The byte here or behind it; zero at the end.
  func peek(_ ahead: Int = 0) -> UInt8 { at + ahead < bytes.count ? bytes[at + ahead] : 0 }

  func isHere(_ mark: String) -> Bool { bytes[min(at, bytes.count)...].starts(with: mark.utf8) }

  func error(_ words: String, at offset: Int? = nil) -> DeploymentError {
    DeploymentError("invalid-hcl", "not Terraform: " + words, at: source.position(of: offset ?? at))
  }

  /// Passes over blanks and comments, and over line ends if they mean nothing here.
  mutating func skipBlanks(lineEnds: Bool) {
    while at < bytes.count {
      switch bytes[at] {
      case 0x20, 0x09, 0x0D: at += 1
      case 0x0A where lineEnds: at += 1
      case UInt8(ascii: "#"), UInt8(ascii: "/"): guard skipComment() else { return }
      default: return
      }
    }
  }

  /// - Returns: false when there is no comment here.
  private mutating func skipComment() -> Bool {
    if bytes[at] == UInt8(ascii: "#") || isHere("//") {
      while at < bytes.count, bytes[at] != 0x0A { at += 1 }
      return true
    }
    guard isHere("/*") else { return false }
    at += 2
    while at < bytes.count, !(bytes[at] == UInt8(ascii: "*") && peek(1) == UInt8(ascii: "/")) { at += 1 }
    at = min(at + 2, bytes.count)
    return true
  }

  /// The word here, letters, digits, dashes and underscores; empty when there is none.
  mutating func word() -> String {
    let start = at
    guard HCLScanner.isLetter(peek()) else { return "" }
    while at < bytes.count, HCLScanner.isWordPart(bytes[at]) { at += 1 }
    return String(decoding: bytes[start..<at], as: UTF8.self)
  }

  static func isLetter(_ byte: UInt8) -> Bool {
    (97...122).contains(byte | 32) || byte == UInt8(ascii: "_") || byte >= 0x80
  }
  static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
  static func isWordPart(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "-") }

  /// Where `skipRest` ends besides the end of what surrounds it.
  struct Stops {
    var lineEnd: Bool
    var comma: Bool
  }

  /// Passes over an expression of any kind, up to the bracket that ends what surrounds it, or what `stops` says.
  ///
  /// - Throws: for brackets and quotes that do not fit.
  mutating func skipRest(_ stops: Stops) throws(DeploymentError) {
    let start = at
    var open: [UInt8] = []
    while at < bytes.count {
      let byte = bytes[at]
      if open.last == UInt8(ascii: "\"") {
        try skipInText(&open, start)
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): open.append(byte)
      case UInt8(ascii: "{"): open.append(UInt8(ascii: "}"))
      case UInt8(ascii: "["): open.append(UInt8(ascii: "]"))
      case UInt8(ascii: "("): open.append(UInt8(ascii: ")"))
      case UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ")"):
        guard let expected = open.popLast() else { return }
        guard expected == byte else { throw error("a closing bracket that fits none before it") }
      case UInt8(ascii: ",") where open.isEmpty && stops.comma: return
      case 0x0A where open.isEmpty && stops.lineEnd: return
      case UInt8(ascii: "#"), UInt8(ascii: "/"):
        if skipComment() { continue }
      case UInt8(ascii: "<"):
        if try heredoc() != nil { continue }
      default: break
      }
      at += 1
    }
    guard open.isEmpty else { throw error("the text ends inside what begins here", at: start) }
  }

  /// One step inside a text in quotes.
  private mutating func skipInText(_ open: inout [UInt8], _ start: Int) throws(DeploymentError) {
    switch bytes[at] {
    case UInt8(ascii: "\\"): at = min(at + 2, bytes.count)
    case UInt8(ascii: "\""):
      open.removeLast()
      at += 1
    case UInt8(ascii: "$"), UInt8(ascii: "%"):
      if isEscapedTemplate {
        at += 3
      } else if peek(1) == UInt8(ascii: "{") {
        open.append(UInt8(ascii: "}"))
        at += 2
      } else {
        at += 1
      }
    case 0x0A: throw error("a text without its closing quote", at: at)
    default: at += 1
    }
  }

  /// Whether `$${` or `%%{` stands here, which means `${` or `%{` as text.
  var isEscapedTemplate: Bool { peek(1) == peek() && peek(2) == UInt8(ascii: "{") }

  /// A text over several lines.
  struct Heredoc {
    /// Its lines, line ends included.
    var body: Range<Int>
    /// Whether `<<-` begins it: what all lines are indented by is no part of it.
    var isIndented: Bool
  }

  /// Passes over a heredoc, to the line end behind its last marker; nil when there is none here.
  mutating func heredoc() throws(DeploymentError) -> Heredoc? {
    guard isHere("<<") else { return nil }
    let start = at
    var next = at + 2
    let isIndented = next < bytes.count && bytes[next] == UInt8(ascii: "-")
    if isIndented { next += 1 }
    guard next < bytes.count, HCLScanner.isLetter(bytes[next]) else { return nil }
    var end = next
    while end < bytes.count, HCLScanner.isWordPart(bytes[end]) { end += 1 }
    let marker = bytes[next..<end]
    while end < bytes.count, bytes[end] == 0x20 || bytes[end] == 0x09 || bytes[end] == 0x0D { end += 1 }
    guard end < bytes.count, bytes[end] == 0x0A else { return nil }
    let body = end + 1
    var line = body
    while line < bytes.count {
      let lineEnd = bytes[line...].firstIndex(of: 0x0A) ?? bytes.count
      var text = bytes[line..<lineEnd]
      while let last = text.last, last == 0x20 || last == 0x09 || last == 0x0D { text.removeLast() }
      if text.drop(while: { $0 == 0x20 || $0 == 0x09 }).elementsEqual(marker) {
        at = lineEnd
        return Heredoc(body: body..<line, isIndented: isIndented)
      }
      line = lineEnd + 1
    }
    throw error("a text that begins with `<<` and is never ended", at: start)
  }
}
