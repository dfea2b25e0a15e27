import Core

/// A text in quotes or a heredoc, as far as it is known.
struct HCLText {
  private(set) var content = EmbeddedText()
  /// The first part that is filled in, such as `${var.tag}`, or `var.tag` when there is nothing else.
  private(set) var unknown: String?
  /// Whether a part of it is there or not, as `%{ if … }` says.
  private(set) var hasDirective = false
  private let isJSON: Bool
  private var isInString = false
  private var isEscaped = false

  /// - Parameter isJSON: whether it is to be read as JSON, where a part that is filled in has to be a value.
  private init(isJSON: Bool) { self.isJSON = isJSON }

  /// Reads a text in quotes, from its opening quote on.
  ///
  /// - Throws: `invalid-hcl` when it is not closed.
  static func quoted(_ scanner: inout HCLScanner, isJSON: Bool) throws(DeploymentError) -> HCLText {
    let start = scanner.at
    scanner.at += 1
    var text = HCLText(isJSON: isJSON)
    while true {
      guard !scanner.isAtEnd, scanner.peek() != 0x0A else {
        throw scanner.error("a text without its closing quote", at: start)
      }
      if scanner.peek() == UInt8(ascii: "\"") {
        scanner.at += 1
        text.finish(scanner.bytes[(start + 1)..<(scanner.at - 1)])
        return text
      }
      if scanner.peek() == UInt8(ascii: "\\") {
        text.takeEscape(&scanner)
      } else {
        try text.take(&scanner)
      }
    }
  }

  /// Reads a heredoc; nil when there is none here.
  ///
  /// - Throws: `invalid-hcl` when it is not closed.
  static func heredoc(_ scanner: inout HCLScanner, isJSON: Bool) throws(DeploymentError) -> HCLText? {
    guard let heredoc = try scanner.heredoc() else { return nil }
    let end = scanner.at
    let indent = heredoc.isIndented ? HCLText.indent(scanner.bytes[heredoc.body]) : 0
    var text = HCLText(isJSON: isJSON)
    scanner.at = heredoc.body.lowerBound
    var isLineStart = true
    while scanner.at < heredoc.body.upperBound {
      if isLineStart {
        isLineStart = false
        scanner.at += scanner.bytes[scanner.at...].prefix(indent).prefix { $0 == 0x20 || $0 == 0x09 }.count
        continue
      }
      isLineStart = scanner.peek() == 0x0A
      try text.take(&scanner)
    }
    guard scanner.at <= end else {
      throw scanner.error("a part of a text is never closed", at: heredoc.body.lowerBound)
    }
    scanner.at = end
    return text
  }

  /// The blanks that all lines begin with.
  private static func indent(_ body: ArraySlice<UInt8>) -> Int {
    body.split(separator: 0x0A).filter { $0.contains { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D } }
      .map { $0.prefix { $0 == 0x20 || $0 == 0x09 }.count }.min() ?? 0
  }

  /// One byte, or a part that is filled in.
  private mutating func take(_ scanner: inout HCLScanner) throws(DeploymentError) {
    let byte = scanner.peek()
    guard byte == UInt8(ascii: "$") || byte == UInt8(ascii: "%") else {
      append(byte, at: scanner.at)
      scanner.at += 1
      return
    }
    if scanner.isEscapedTemplate {
      append(byte, at: scanner.at)
      append(UInt8(ascii: "{"), at: scanner.at + 2)
      scanner.at += 3
    } else if scanner.peek(1) == UInt8(ascii: "{") {
      try takeTemplate(&scanner)
    } else {
      append(byte, at: scanner.at)
      scanner.at += 1
    }
  }

  private mutating func takeTemplate(_ scanner: inout HCLScanner) throws(DeploymentError) {
    let start = scanner.at
    if scanner.peek() == UInt8(ascii: "%") { hasDirective = true }
    scanner.at += 2
    try scanner.skipRest(HCLScanner.Stops(lineEnd: false, comma: false))
    guard scanner.peek() == UInt8(ascii: "}") else {
      throw scanner.error("a part of a text is never closed", at: start)
    }
    scanner.at += 1
    let part = scanner.bytes[start..<scanner.at]
    if unknown == nil { unknown = String(decoding: part, as: UTF8.self) }
    guard isJSON else { return content.append(part, at: start) }
    // Any mark of JSON inside it would end the string it stands in, or begin one.
    let inside = part.map { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") ? 0x20 : $0 }
    let quote = isInString ? [] : [UInt8(ascii: "\"")]
    content.append(quote, at: start)
    content.append(inside, at: start)
    content.append(quote, at: scanner.at - 1)
  }

  private mutating func takeEscape(_ scanner: inout HCLScanner) {
    let start = scanner.at
    let letter = scanner.peek(1)
    scanner.at = min(start + 2, scanner.bytes.count)
    switch letter {
    case UInt8(ascii: "n"): append(10, at: start)
    case UInt8(ascii: "r"): append(13, at: start)
    case UInt8(ascii: "t"): append(9, at: start)
    case UInt8(ascii: "u"), UInt8(ascii: "U"):
      let count = letter == UInt8(ascii: "u") ? 4 : 8
      let digits = scanner.bytes[scanner.at...].prefix(count)
      guard digits.count == count, let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16),
        let scalar = Unicode.Scalar(code)
      else { return append(letter, at: start) }
      scanner.at += count
      for byte in String(Character(scalar)).utf8 { append(byte, at: start) }
    default: append(letter, at: start)
    }
  }

  private mutating func append(_ byte: UInt8, at offset: Int) {
    content.append(byte, at: offset)
    if isEscaped {
      isEscaped = false
    } else if byte == UInt8(ascii: "\\") {
      isEscaped = isInString
    } else if byte == UInt8(ascii: "\"") {
      isInString.toggle()
    }
  }

  /// A text that is nothing but one part is what that part is.
  private mutating func finish(_ written: ArraySlice<UInt8>) {
    guard let part = unknown, part.utf8.count == written.count, part.utf8.first == UInt8(ascii: "$") else { return }
    let inside = part.utf8.dropFirst(2).dropLast()
    let name = inside.drop { $0 == 0x20 }
    unknown = String(decoding: name.prefix(name.count - (name.reversed().prefix { $0 == 0x20 }.count)), as: UTF8.self)
  }
}
