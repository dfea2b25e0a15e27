/// Walks over a text and expands it; one use each.
struct WordLexer {
  /// A variable's value, nil when it is not set.
  typealias Lookup = (String) -> [UInt8]?

  /// Where a stretch of text ends, if not at the end of all.
  enum Stop {
    case brace
    case slash

    var scalar: Unicode.Scalar { self == .brace ? "}" : "/" }
  }

  let settings: WordExpander
  let escape: Unicode.Scalar
  let valueByteLimit: Int
  let patternStepLimit: Int
  var reader: ScalarReader
  var found: Set<String> = []
  var missing: Set<String> = []
  var valueBytes = 0
  var patternSteps = 0
  /// Takes the pieces of the outermost level; nil when one string is wanted.
  var splitter: WordSplitter?

  private var depth = 0
  private var keepsEscapes = false

  init(_ text: [UInt8], _ settings: WordExpander, splitter: WordSplitter? = nil) {
    self.settings = settings
    self.splitter = splitter
    escape = Unicode.Scalar(settings.escape)
    reader = ScalarReader(text)
    valueByteLimit = WordLexer.limit(settings.limits.valueBytes, over: 8, of: text)
    patternStepLimit = WordLexer.limit(settings.limits.patternSteps, over: 16, of: text)
  }

  private static func limit(_ base: Int, over share: Int, of text: [UInt8]) -> Int {
    let (sum, overflow) = base.addingReportingOverflow(share * text.count)
    return overflow ? .max : sum
  }

  /// Expands up to the stop, which is taken too.
  ///
  /// - Parameters:
  ///   - stop: what ends the text; nil for its end.
  ///   - opening: where the substitution began that the stop ends.
  /// - Returns: the text; empty on the outermost level when there is a splitter.
  mutating func run(
    until stop: Stop?, keepingEscapes: Bool, openedAt opening: Int = 0, _ lookup: Lookup
  ) throws(ExpansionError) -> [UInt8] {
    guard depth <= settings.limits.depth else { throw .tooDeep(settings.limits.depth, at: opening) }
    depth += 1
    let outerKeepsEscapes = keepsEscapes
    keepsEscapes = keepingEscapes
    defer {
      depth -= 1
      keepsEscapes = outerKeepsEscapes
    }
    var result: [UInt8] = []
    while let scalar = reader.next {
      if scalar == stop?.scalar {
        _ = reader.take()
        // BuildKit collects the words of all levels in one buffer, which an inner level leaves empty.
        splitter?.dropWord()
        return result
      }
      try step(scalar, into: &result, lookup)
    }
    switch stop {
    case .brace: throw .openSubstitution(at: opening)
    case .slash: throw .noReplacement(at: opening)
    case nil: return result
    }
  }

  /// Takes one character, quotation or substitution.
  private mutating func step(
    _ scalar: Unicode.Scalar, into result: inout [UInt8], _ lookup: Lookup
  ) throws(ExpansionError) {
    let start = reader.position
    switch scalar {
    case "$":
      let value = try substitution(lookup)
      guard depth == 1, splitter != nil else { return result += value }
      splitter?.add(value: value, from: start..<reader.position)
    case "'" where !settings.ignoresQuotes: put(try singleQuoted(), from: start, into: &result)
    case "\"" where !settings.ignoresQuotes: put(try doubleQuoted(lookup), from: start, into: &result)
    case "<" where !settings.ignoresQuotes: put(heredocMark(), from: start, into: &result)
    case escape: put(escaped(), from: start, into: &result)
    default:
      _ = reader.take()
      guard depth == 1, splitter != nil else { return result.append(scalar: scalar) }
      splitter?.add(scalar, from: start..<reader.position)
    }
  }

  private mutating func put(_ piece: [UInt8], from start: Int, into result: inout [UInt8]) {
    guard depth == 1, splitter != nil else { return result += piece }
    splitter?.add(quoted: piece, from: start..<reader.position)
  }

  private mutating func escaped() -> [UInt8] {
    var piece: [UInt8] = []
    _ = reader.take()
    if keepsEscapes { piece.append(scalar: escape) }
    if let scalar = reader.take() { piece.append(scalar: scalar) }
    return piece
  }

  /// `<`, or `<<` with the blanks after it, which belong to the word.
  private mutating func heredocMark() -> [UInt8] {
    let start = reader.position
    _ = reader.take()
    if reader.next == "<" {
      _ = reader.take()
      while reader.next == " " || reader.next == "\t" || reader.next == "\r" { _ = reader.take() }
    }
    return Array(reader.bytes[start..<reader.position])
  }

  private mutating func singleQuoted() throws(ExpansionError) -> [UInt8] {
    let start = reader.position
    var piece: [UInt8] = []
    _ = reader.take()
    if settings.keepsQuotes { piece.append(UInt8(ascii: "'")) }
    while let scalar = reader.take() {
      if scalar == "'" {
        if settings.keepsQuotes { piece.append(UInt8(ascii: "'")) }
        return piece
      }
      piece.append(scalar: scalar)
    }
    throw .openQuote("single", at: start)
  }

  private mutating func doubleQuoted(_ lookup: Lookup) throws(ExpansionError) -> [UInt8] {
    let start = reader.position
    var piece: [UInt8] = []
    _ = reader.take()
    if settings.keepsQuotes { piece.append(UInt8(ascii: "\"")) }
    while let scalar = reader.next {
      switch scalar {
      case "\"":
        _ = reader.take()
        if settings.keepsQuotes { piece.append(UInt8(ascii: "\"")) }
        return piece
      case "$": piece += try substitution(lookup)
      default:
        _ = reader.take()
        guard scalar == escape else {
          piece.append(scalar: scalar)
          continue
        }
        // An escape that escapes nothing is written twice when escapes are kept, as BuildKit does: patterns need it.
        if keepsEscapes { piece.append(scalar: escape) }
        let next = reader.next
        let isEscaping = next == "\"" || next == "$" || next == escape
        piece.append(scalar: isEscaping ? reader.take() ?? escape : escape)
      }
    }
    throw .openQuote("double", at: start)
  }
}
