import Core

extension HCLParser {
  /// The value of an expression: literals, lists, objects and `jsonencode` of them; unknown for all else.
  ///
  /// - Parameter lineEnds: whether a line end ends it.
  mutating func expression(
    _ path: DocumentPath, depth: Int, lineEnds: Bool
  ) throws(DeploymentError) -> HCLValue {
    try check(depth)
    let start = scanner.at
    try count(at: start)
    let value = try literal(path, depth: depth)
    scanner.skipBlanks(lineEnds: !lineEnds)
    if let value, isAtEndOfExpression { return value }
    try scanner.skipRest(HCLScanner.Stops(lineEnd: lineEnds, comma: true))
    return HCLValue(value: unknown(start, path, try written(start)))
  }

  private var isAtEndOfExpression: Bool {
    if scanner.isAtEnd { return true }
    return switch scanner.peek() {
    case 0x0A, UInt8(ascii: ","), UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): true
    default: false
    }
  }

  /// What an expression is, from where it begins to here, on one line.
  private func written(_ start: Int) throws(DeploymentError) -> String {
    var text = scanner.bytes[start..<scanner.at].prefix(200)
    if let line = text.firstIndex(of: 0x0A) { text = text[..<line] }
    let comment = text.indices.dropFirst().first { index in
      text[index - 1] == 0x20 && (text[index] == UInt8(ascii: "#") || scanner.bytes[index...].starts(with: "//".utf8))
    }
    if let comment { text = text[..<comment] }
    while let last = text.last, last == 0x20 || last == 0x09 || last == 0x0D { text.removeLast() }
    guard !text.isEmpty else { throw scanner.error("expected a value", at: start) }
    return String(decoding: text, as: UTF8.self)
  }

  private func unknown(_ start: Int, _ path: DocumentPath, _ what: String) -> DocumentValue {
    DocumentValue(.unknown(DocumentWords.bare(what)), range: range(start), path: path)
  }

  /// nil for what is none, with the place left where the rest of the expression begins.
  private mutating func literal(_ path: DocumentPath, depth: Int) throws(DeploymentError) -> HCLValue? {
    let start = scanner.at
    switch scanner.peek() {
    case UInt8(ascii: "\""):
      // Read before it is handed on: a method's own value is taken before its arguments are made.
      let text = try HCLText.quoted(&scanner, isJSON: false)
      return HCLValue(value: value(text, start, path))
    case UInt8(ascii: "<"):
      guard let text = try HCLText.heredoc(&scanner, isJSON: false) else { return nil }
      return HCLValue(value: value(text, start, path))
    case UInt8(ascii: "["): return isComprehension ? nil : HCLValue(value: try list(path, depth: depth))
    case UInt8(ascii: "{"): return isComprehension ? nil : HCLValue(value: try object(path, depth: depth))
    case UInt8(ascii: "("):
      scanner.at += 1
      return try enclosed(path, depth: depth, by: start)
    case UInt8(ascii: "-") where HCLScanner.isDigit(scanner.peek(1)), 48...57:
      return HCLValue(value: number(path))
    default: return try named(path, depth: depth)
    }
  }

  private func value(_ text: HCLText, _ start: Int, _ path: DocumentPath) -> DocumentValue {
    guard let what = text.unknown else {
      return DocumentValue(.text(text.content.text), range: range(start), path: path)
    }
    return DocumentValue(
      .unknown(DocumentWords.bare(what)), range: range(start), path: path, written: text.content.text)
  }

  /// Whether a bracket here begins a `for`.
  private var isComprehension: Bool {
    var ahead = scanner
    ahead.at += 1
    ahead.skipBlanks(lineEnds: true)
    return ahead.word() == "for" && (ahead.peek() == 0x20 || ahead.peek() == 0x09)
  }

  /// An expression in parentheses, after the opening one.
  private mutating func enclosed(
    _ path: DocumentPath, depth: Int, by start: Int
  ) throws(DeploymentError) -> HCLValue? {
    scanner.skipBlanks(lineEnds: true)
    let value = try expression(path, depth: depth + 1, lineEnds: false)
    scanner.skipBlanks(lineEnds: true)
    if scanner.peek() == UInt8(ascii: ")") {
      scanner.at += 1
      return value
    }
    // More than one argument: what it gives is not known, and where it ends must be found.
    try scanner.skipRest(HCLScanner.Stops(lineEnd: false, comma: false))
    guard scanner.peek() == UInt8(ascii: ")") else { throw scanner.error("a `(` without its `)`", at: start) }
    scanner.at += 1
    return HCLValue(value: unknown(start, path, try written(start)))
  }

  /// `true`, `false`, `null`, `jsonencode(…)`; nil for what is called or referred to.
  private mutating func named(_ path: DocumentPath, depth: Int) throws(DeploymentError) -> HCLValue? {
    let start = scanner.at
    let word = scanner.word()
    let kind: DocumentValue.Kind
    switch word {
    case "true": kind = .bool(true)
    case "false": kind = .bool(false)
    case "null": kind = .null
    case "jsonencode" where scanner.peek() == UInt8(ascii: "("):
      scanner.at += 1
      guard var value = try enclosed(path, depth: depth, by: start) else { return nil }
      value.isEncoded = true
      return value
    default: return nil
    }
    return HCLValue(value: DocumentValue(kind, range: range(start), path: path))
  }

  private mutating func number(_ path: DocumentPath) -> DocumentValue {
    let start = scanner.at
    scanner.at += 1
    while HCLScanner.isDigit(scanner.peek()) || scanner.peek() == UInt8(ascii: ".") { scanner.at += 1 }
    if scanner.peek() | 32 == UInt8(ascii: "e"),
      HCLScanner.isDigit(scanner.peek(1)) || HCLScanner.isDigit(scanner.peek(2))
    {
      scanner.at += 2
      while HCLScanner.isDigit(scanner.peek()) { scanner.at += 1 }
    }
    let text = String(decoding: scanner.bytes[start..<scanner.at], as: UTF8.self)
    return DocumentValue(.number(text), range: range(start), path: path)
  }

  private mutating func list(_ path: DocumentPath, depth: Int) throws(DeploymentError) -> DocumentValue {
    let start = scanner.at
    scanner.at += 1
    var items: [DocumentValue] = []
    while true {
      scanner.skipBlanks(lineEnds: true)
      if scanner.isAtEnd { throw scanner.error("a list without its `]`", at: start) }
      if scanner.peek() == UInt8(ascii: "]") {
        scanner.at += 1
        return DocumentValue(.list(items), range: range(start), path: path)
      }
      items.append(plain(try expression(.index(path, items.count), depth: depth + 1, lineEnds: false)))
      scanner.skipBlanks(lineEnds: true)
      if scanner.peek() == UInt8(ascii: ",") {
        scanner.at += 1
      } else if scanner.peek() != UInt8(ascii: "]") {
        throw scanner.error("expected a comma or `]`")
      }
    }
  }

  private mutating func object(_ path: DocumentPath, depth: Int) throws(DeploymentError) -> DocumentValue {
    let start = scanner.at
    scanner.at += 1
    var members = HCLMembers()
    var isUnknown = false
    while true {
      scanner.skipBlanks(lineEnds: true)
      if scanner.isAtEnd { throw scanner.error("an object without its `}`", at: start) }
      if scanner.peek() == UInt8(ascii: "}") {
        scanner.at += 1
        let range = range(start)
        if isUnknown { return DocumentValue(.unknown("an object with computed keys"), range: range, path: path) }
        return DocumentValue(.object(members.finished(path)), range: range, path: path)
      }
      let keyStart = scanner.at
      let key = try key()
      let keyRange = range(keyStart)
      scanner.skipBlanks(lineEnds: false)
      guard scanner.peek() == UInt8(ascii: "=") || scanner.peek() == UInt8(ascii: ":") else {
        throw scanner.error("expected `=` after the key")
      }
      scanner.at += 1
      scanner.skipBlanks(lineEnds: false)
      let value = plain(try expression(.key(path, key ?? ""), depth: depth + 1, lineEnds: true))
      if let key {
        try members.add(DocumentValue.Member(key: key, keyRange: keyRange, value: value))
      } else {
        isUnknown = true
      }
      scanner.skipBlanks(lineEnds: false)
      if scanner.peek() == UInt8(ascii: ",") {
        scanner.at += 1
      } else if scanner.peek() != 0x0A, scanner.peek() != UInt8(ascii: "}") {
        throw scanner.error("expected a comma, a new line or `}`")
      }
    }
  }

  /// The key of an object's member; nil for a computed one.
  private mutating func key() throws(DeploymentError) -> String? {
    let start = scanner.at
    switch scanner.peek() {
    case UInt8(ascii: "\""):
      let text = try HCLText.quoted(&scanner, isJSON: false)
      return text.unknown == nil ? text.content.text : nil
    case UInt8(ascii: "("):
      scanner.at += 1
      try scanner.skipRest(HCLScanner.Stops(lineEnd: false, comma: false))
      guard scanner.peek() == UInt8(ascii: ")") else { throw scanner.error("a `(` without its `)`", at: start) }
      scanner.at += 1
      return nil
    default:
      while HCLScanner.isWordPart(scanner.peek()) { scanner.at += 1 }
      guard scanner.at > start else { throw scanner.error("expected a key or `}`") }
      // `var.name` as a key.
      if scanner.peek() == UInt8(ascii: ".") {
        while HCLScanner.isWordPart(scanner.peek()) || scanner.peek() == UInt8(ascii: ".") { scanner.at += 1 }
        return nil
      }
      return String(decoding: scanner.bytes[start..<scanner.at], as: UTF8.self)
    }
  }

  /// The list of containers: `jsonencode([…])`, or JSON in quotes or a heredoc.
  mutating func containerDefinitions(_ path: DocumentPath, depth: Int) throws(DeploymentError) -> DocumentValue {
    let start = scanner.at
    let isText = scanner.peek() == UInt8(ascii: "\"") || scanner.isHere("<<")
    guard isText else {
      let value = try expression(path, depth: depth, lineEnds: true)
      if value.isEncoded || value.value.unknown != nil { return value.value }
      throw DeploymentError(
        "wrong-type", "`container_definitions` is \(value.value.kindName), expected JSON",
        help: "container_definitions = jsonencode([…])", at: value.value.range.start)
    }
    let text =
      if let heredoc = try HCLText.heredoc(&scanner, isJSON: true) { heredoc } else {
        try HCLText.quoted(&scanner, isJSON: true)
      }
    let end = scanner.at
    scanner.skipBlanks(lineEnds: false)
    guard isAtEndOfExpression else {
      try scanner.skipRest(HCLScanner.Stops(lineEnd: true, comma: false))
      return unknown(start, path, try written(start))
    }
    scanner.at = end
    guard !text.hasDirective else { return unknown(start, path, text.unknown ?? "%{") }
    do throws(DeploymentError) {
      let places = text.content.places(in: scanner.source)
      let value = try JSONDocument.read(text.content.bytes, places, limits, path: path).resolvingPlaceholders()
      if value.unknown != nil { return unknown(start, path, text.unknown ?? "") }
      hasJSON = true
      return value
    } catch {
      // Where parts are missing, it cannot be told whether the whole is JSON.
      guard let what = text.unknown else { throw error }
      return unknown(start, path, what)
    }
  }
}
