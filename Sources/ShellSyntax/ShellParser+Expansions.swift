extension ShellParser {
  /// Reads what begins with `$`.
  mutating func readDollar(into builder: inout WordBuilder, isQuoted: Bool) {
    if let known = known(at: position) { return append(known, to: &builder, isQuoted: isQuoted) }
    let start = position
    let next = peek(1)
    switch next {
    case Byte.openParen:
      if peek(2) == Byte.openParen, let close = arithmeticEnd(from: position + 3) {
        return readArithmetic(close: close, into: &builder)
      }
      position += 2
      readSubstitution(from: start, into: &builder, isQuoted: isQuoted)
    case Byte.openBrace: readBrace(into: &builder, isQuoted: isQuoted)
    case Byte.singleQuote where !isQuoted: readEscapedQuotation(into: &builder)
    case Byte.doubleQuote where !isQuoted:
      position += 1
      readDoubleQuoted(into: &builder)
    case _ where position + 1 < end && Byte.beginsName(next):
      position += 1
      while position < end, Byte.continuesName(bytes[position]) { position += 1 }
      addParameter(String(decoding: bytes[start + 1..<position], as: UTF8.self), "", start, &builder, isQuoted)
    case _ where position + 1 < end && isSpecialParameter(next):
      position += 2
      addParameter(String(decoding: [next], as: UTF8.self), "", start, &builder, isQuoted)
    default:
      builder.append(Byte.dollar, isQuoted: isQuoted)
      position += 1
    }
  }

  private mutating func addParameter(
    _ name: String, _ operation: String, _ start: Int, _ builder: inout WordBuilder, _ isQuoted: Bool
  ) {
    add(
      .parameter(name: name, operation: operation, isQuoted: isQuoted), from: start, to: position, into: &builder)
  }

  private func isSpecialParameter(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x40, 0x2A, Byte.hash, 0x3F, Byte.dash, Byte.dollar, Byte.bang: true
    default: Byte.isDigit(byte)
    }
  }

  /// Reads the commands up to `)`.
  private mutating func readSubstitution(from start: Int, into builder: inout WordBuilder, isQuoted: Bool) {
    guard let scope = openSubstitution(at: start) else { return }
    readList(.parentheses, scope: scope)
    closeScope(scope, start: start)
    add(.substitution(scope: scope, isQuoted: isQuoted), from: start, to: position, into: &builder)
  }

  /// Whether `<(` or `>(` stands here.
  var readsProcessSubstitution: Bool {
    let byte = peek()
    return (byte == Byte.less || byte == Byte.greater) && peek(1) == Byte.openParen
  }

  /// Reads `<(…)` or `>(…)`.
  mutating func readProcessSubstitution(into builder: inout WordBuilder) {
    if let known = known(at: position) { return append(known, to: &builder, isQuoted: false) }
    let start = position
    position += 2
    readSubstitution(from: start, into: &builder, isQuoted: false)
  }

  private mutating func openSubstitution(at start: Int) -> Int? {
    guard mayRecurse() else { return nil }
    return openScope(.substitution, parent: frames.last?.scope, pipeline: nextPipeline(), start: start)
  }

  /// Reads a substitution between backquotes, in which a backslash makes `$`, a backquote and a backslash wait for the
  /// inner reading.
  mutating func readBackquoted(into builder: inout WordBuilder, isQuoted: Bool) {
    if let known = known(at: position) { return append(known, to: &builder, isQuoted: isQuoted) }
    let start = position
    var (scan, hasEscape) = (position + 1, false)
    while scan < end, bytes[scan] != Byte.backquote {
      if let known = known(at: scan) {
        scan = known.end
      } else if bytes[scan] == Byte.backslash {
        hasEscape = true
        scan += 2
      } else {
        scan += 1
      }
    }
    scan = min(scan, end)
    guard scan < end else {
      builder.append(bytes[start..<end], isQuoted: isQuoted)
      return reportEnd("backquote is not closed", at: start)
    }
    guard let scope = openSubstitution(at: start) else { return }
    if hasEscape {
      let copy = backquotedText(start + 1..<scan, isQuoted: isQuoted)
      within(copy: copy) { $0.readList(.text, scope: scope) }
    } else {
      within(start + 1..<scan) { $0.readList(.text, scope: scope) }
    }
    position = isAborted ? end : scan + 1
    closeScope(scope, start: start)
    add(.substitution(scope: scope, isQuoted: isQuoted), from: start, to: position, into: &builder)
  }

  private func backquotedText(_ range: Range<Int>, isQuoted: Bool) -> UnquotedText {
    var copy = UnquotedText()
    var place = range.lowerBound
    while place < range.upperBound {
      if let known = known(at: place) {
        copyKnown(known, &place, into: &copy)
        continue
      }
      if bytes[place] == Byte.backslash, place + 1 < range.upperBound {
        let next = bytes[place + 1]
        let isRemoved = next == Byte.doubleQuote ? isQuoted : isActiveInDoubleQuotes(next)
        if isRemoved { place += 1 } else { copy.append(Byte.backslash, offset: offset(place)); place += 1 }
      }
      copy.append(bytes[place], offset: offset(place))
      place += 1
    }
    return copy
  }

  /// Copies an expansion as written and keeps what it stands for.
  func copyKnown(_ known: KnownExpansion, _ place: inout Int, into copy: inout UnquotedText) {
    let start = copy.bytes.count
    while place < known.end {
      copy.append(bytes[place], offset: offset(place))
      place += 1
    }
    copy.opaque.append(KnownExpansion(start: start, end: copy.bytes.count, part: known.part))
  }

  /// The place of the `))` that closes an arithmetic text beginning at `start`; nil when it is none.
  mutating func arithmeticEnd(from start: Int) -> Int? {
    guard scanBudget > 0 else { return nil }
    var (place, depth) = (start, 0)
    defer { scanBudget -= place - start }
    while place < end {
      switch bytes[place] {
      case Byte.backslash: place += 1
      case Byte.openParen: depth += 1
      case Byte.closeParen:
        if depth == 0 { return place + 1 < end && bytes[place + 1] == Byte.closeParen ? place : nil }
        depth -= 1
      case Byte.singleQuote, Byte.doubleQuote:
        let quote = bytes[place]
        place += 1
        while place < end, bytes[place] != quote { place += 1 }
      default: break
      }
      place += 1
    }
    return nil
  }

  private mutating func readArithmetic(close: Int, into builder: inout WordBuilder) {
    let start = position
    readNested(start + 3..<close)
    let text = String(decoding: bytes[start + 3..<close], as: UTF8.self)
    add(.arithmetic(text), from: start, to: isAborted ? end : close + 2, into: &builder)
  }

  /// Reads the expansions in a part of the text for the sake of the commands in them.
  mutating func readNested(_ range: Range<Int>) {
    guard mayRecurse() else { return }
    let base = expansions.count
    recursion += 1
    within(range) { parser in
      var scratch = WordBuilder()
      while parser.position < parser.end {
        parser.readNestedByte(into: &scratch)
      }
    }
    recursion -= 1
    expansions.removeSubrange(base...)
  }

  private mutating func readNestedByte(into scratch: inout WordBuilder) {
    switch bytes[position] {
    case Byte.backslash: position = min(position + 2, end)
    case Byte.dollar: readDollar(into: &scratch, isQuoted: true)
    case Byte.backquote: readBackquoted(into: &scratch, isQuoted: true)
    default: position += 1
    }
  }

  private mutating func readBrace(into builder: inout WordBuilder, isQuoted: Bool) {
    guard mayRecurse() else { return }
    let start = position
    let base = expansions.count
    recursion += 1
    position += 2
    var (prefix, name) = ("", "")
    let first = peek()
    let second = peek(1)
    if first == Byte.hash || first == Byte.bang, Byte.continuesName(second) || isPrefixedParameter(second) {
      prefix = first == Byte.hash ? "#" : "!"
      position += 1
    }
    let nameStart = position
    if position < end, Byte.beginsName(bytes[position]) {
      while position < end, Byte.continuesName(bytes[position]) { position += 1 }
    } else if Byte.isDigit(peek()) {
      while position < end, Byte.isDigit(bytes[position]) { position += 1 }
    } else if isSpecialParameter(peek()) {
      position += 1
    }
    name = String(decoding: bytes[nameStart..<position], as: UTF8.self)
    let operationStart = position
    readOperand(isQuoted: isQuoted)
    let operation = prefix + String(decoding: bytes[operationStart..<position], as: UTF8.self)
    if position < end { position += 1 } else { reportEnd("\"${\" has no closing brace", at: start) }
    recursion -= 1
    expansions.removeSubrange(base...)
    addParameter(name, operation, start, &builder, isQuoted)
  }

  private func isPrefixedParameter(_ byte: UInt8) -> Bool { byte == 0x40 || byte == 0x2A }

  /// Goes to the `}` that closes `${`.
  private mutating func readOperand(isQuoted: Bool) {
    var scratch = WordBuilder()
    while position < end, bytes[position] != Byte.closeBrace {
      switch bytes[position] {
      case Byte.backslash: position = min(position + 2, end)
      case Byte.dollar: readDollar(into: &scratch, isQuoted: isQuoted)
      case Byte.backquote: readBackquoted(into: &scratch, isQuoted: isQuoted)
      case Byte.doubleQuote: readDoubleQuoted(into: &scratch)
      case Byte.singleQuote where !isQuoted:
        let start = position
        position += 1
        while position < end, bytes[position] != Byte.singleQuote { position += 1 }
        if position < end { position += 1 } else { reportEnd("single quote is not closed", at: start) }
      default: position += 1
      }
    }
  }

  /// Reads `$'…'` with the escapes of C.
  private mutating func readEscapedQuotation(into builder: inout WordBuilder) {
    let start = position
    position += 2
    builder.begin(isQuoted: true)
    while position < end, bytes[position] != Byte.singleQuote {
      if bytes[position] == Byte.backslash, position + 1 < end {
        let escape = EscapeSequence(bytes, at: position, end: end)
        builder.append(escape.bytes[...], isQuoted: true)
        position += escape.length
      } else {
        builder.append(bytes[position], isQuoted: true)
        position += 1
      }
    }
    if position < end { position += 1 } else { reportEnd("single quote is not closed", at: start) }
  }
}
