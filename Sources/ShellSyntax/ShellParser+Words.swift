extension ShellParser {
  /// Where a word stands, which decides what ends it.
  enum WordPlace {
    case plain
    /// After `=~`, where parentheses and bars belong to the word.
    case pattern
  }

  /// Reads the word that begins here; empty when none does.
  mutating func readWord(_ place: WordPlace = .plain) -> ShellWord {
    let start = position
    var scan = position
    while scan < end, Byte.role(bytes[scan]) == .ordinary { scan += 1 }
    if endsLine(at: scan, from: start) { scan -= 1 }
    if scan == end || bytes[scan] == Byte.carriageReturn
      || (place == .plain && Byte.role(bytes[scan]) == .end && !continues(at: scan, from: start))
    {
      position = scan
      let text = String(decoding: bytes[start..<scan], as: UTF8.self)
      return ShellWord(parts: [.literal(text, isQuoted: false)], range: range(start, scan), text: text)
    }
    var builder = WordBuilder()
    readParts(into: &builder, place, start: start)
    return builder.finish(range: range(start, position))
  }

  /// Whether the line feed at `scan` has a carriage return before it, which is no part of the word.
  private func endsLine(at scan: Int, from start: Int) -> Bool {
    scan > start && scan < end && bytes[scan] == Byte.newline && bytes[scan - 1] == Byte.carriageReturn
  }

  /// Whether a byte that ends words does not end this one: `@(…)`, `a<(…)`.
  private func continues(at scan: Int, from start: Int) -> Bool {
    let byte = bytes[scan]
    if byte == Byte.openParen { return scan > start && Byte.beginsPatternList(bytes[scan - 1]) }
    guard byte == Byte.less || byte == Byte.greater else { return false }
    return scan + 1 < end && bytes[scan + 1] == Byte.openParen
  }

  private mutating func readParts(into builder: inout WordBuilder, _ place: WordPlace, start: Int) {
    var depth = 0
    while position < end {
      let byte = bytes[position]
      switch Byte.role(byte) {
      case .ordinary:
        let from = position
        while position < end, Byte.role(bytes[position]) == .ordinary { position += 1 }
        let isLineEnd = endsLine(at: position, from: from)
        if isLineEnd { position -= 1 }
        if from < position { builder.append(bytes[from..<position], isQuoted: false) }
        if isLineEnd { return }
      case .special:
        readSpecial(byte, into: &builder)
      case .end:
        if readsProcessSubstitution {
          readProcessSubstitution(into: &builder)
          continue
        }
        let opens = byte == Byte.openParen && (depth > 0 || place == .pattern || continues(at: position, from: start))
        let isBar = byte == Byte.pipe && place == .pattern
        guard opens || depth > 0 || isBar else { return }
        if opens { depth += 1 } else if byte == Byte.closeParen { depth -= 1 }
        builder.append(byte, isQuoted: false)
        position += 1
      }
    }
    if depth > 0 { reportEnd("pattern list has no closing parenthesis", at: start) }
  }

  private mutating func readSpecial(_ byte: UInt8, into builder: inout WordBuilder) {
    switch byte {
    case Byte.backslash: readEscape(into: &builder)
    case Byte.singleQuote: readSingleQuoted(into: &builder)
    case Byte.doubleQuote: readDoubleQuoted(into: &builder)
    case Byte.backquote: readBackquoted(into: &builder, isQuoted: false)
    default: readDollar(into: &builder, isQuoted: false)
    }
  }

  private mutating func readEscape(into builder: inout WordBuilder) {
    let length = continuationLength(at: position)
    if length > 0 {
      position += length
    } else if position + 1 < end {
      builder.append(bytes[position + 1], isQuoted: true)
      position += 2
    } else {
      builder.append(Byte.backslash, isQuoted: false)
      position += 1
    }
  }

  /// The length of a backslash and line feed at a place; 0 when there is none.
  func continuationLength(at place: Int) -> Int {
    guard place + 1 < end, bytes[place] == Byte.backslash else { return 0 }
    if bytes[place + 1] == Byte.newline { return 2 }
    guard place + 2 < end, bytes[place + 1] == Byte.carriageReturn, bytes[place + 2] == Byte.newline else { return 0 }
    return 3
  }

  private mutating func readSingleQuoted(into builder: inout WordBuilder) {
    let start = position
    position += 1
    builder.begin(isQuoted: true)
    var from = position
    while position < end, bytes[position] != Byte.singleQuote {
      if let known = known(at: position) {
        if from < position { builder.append(bytes[from..<position], isQuoted: true) }
        append(known, to: &builder, isQuoted: true)
        from = position
      } else {
        position += 1
      }
    }
    if from < position { builder.append(bytes[from..<position], isQuoted: true) }
    if position < end { position += 1 } else { reportEnd("single quote is not closed", at: start) }
  }

  /// Reads `"…"`, from its opening to its closing quote.
  mutating func readDoubleQuoted(into builder: inout WordBuilder) {
    let start = position
    position += 1
    builder.begin(isQuoted: true)
    while position < end {
      let byte = bytes[position]
      switch byte {
      case Byte.doubleQuote:
        position += 1
        return
      case Byte.dollar: readDollar(into: &builder, isQuoted: true)
      case Byte.backquote: readBackquoted(into: &builder, isQuoted: true)
      case Byte.backslash: readQuotedEscape(into: &builder)
      default:
        let from = position
        while position < end, !isActiveInDoubleQuotes(bytes[position]) { position += 1 }
        builder.append(bytes[from..<position], isQuoted: true)
      }
    }
    reportEnd("double quote is not closed", at: start)
  }

  private mutating func readQuotedEscape(into builder: inout WordBuilder) {
    let length = continuationLength(at: position)
    if length > 0 {
      position += length
    } else if position + 1 < end, isActiveInDoubleQuotes(bytes[position + 1]) {
      builder.append(bytes[position + 1], isQuoted: true)
      position += 2
    } else {
      builder.append(Byte.backslash, isQuoted: true)
      position += 1
    }
  }

  /// Whether a byte has a meaning inside double quotes.
  func isActiveInDoubleQuotes(_ byte: UInt8) -> Bool {
    switch byte {
    case Byte.doubleQuote, Byte.dollar, Byte.backquote, Byte.backslash: true
    default: false
    }
  }

  /// Adds what was expanded before this text is read.
  mutating func append(_ known: KnownExpansion, to builder: inout WordBuilder, isQuoted: Bool) {
    let part: ShellWord.Part =
      switch known.part {
      case .parameter(let name, let operation, _): .parameter(name: name, operation: operation, isQuoted: isQuoted)
      case .substitution(let scope, _): .substitution(scope: scope, isQuoted: isQuoted)
      default: known.part
      }
    add(part, from: known.start, to: known.end, into: &builder)
  }

  /// Adds an expansion and goes on behind it.
  mutating func add(_ part: ShellWord.Part, from start: Int, to end: Int, into builder: inout WordBuilder) {
    position = end
    let isShort = end - start <= ShellWord.expansionTextLimit
    builder.append(part, written: isShort ? bytes[start..<max(start, min(end, bytes.count))] : ShellWord.longExpansion)
    expansions.append(KnownExpansion(start: start, end: end, part: part))
  }
}
