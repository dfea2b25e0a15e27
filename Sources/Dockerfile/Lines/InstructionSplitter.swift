/// Splits an instruction's line into its command, flags and arguments.
///
/// Source: moby/buildkit 73ed682, frontend/dockerfile/parser, measured.
struct InstructionSplitter {
  let line: LogicalLine
  let escape: UInt8
  let lines: ClosedRange<Int>

  private var bytes: [UInt8] { line.bytes }

  init(line: LogicalLine, escape: UInt8, lines: ClosedRange<Int>) {
    (self.line, self.escape, self.lines) = (line, escape, lines)
  }

  /// The instruction and, for ONBUILD, those inside it.
  func texts() throws(DockerfileError) -> [InstructionText] {
    var out: [InstructionText] = []
    var range = 0..<bytes.count
    while true {
      let text = try text(range)
      out.append(text)
      guard text.keyword == .onbuild, !text.rest.isEmpty else { return out }
      range = text.rest
    }
  }

  private func text(_ range: Range<Int>) throws(DockerfileError) -> InstructionText {
    let trimmed = UnicodeSpace.trimmed(bytes, range)
    var end = trimmed.lowerBound
    while end < trimmed.upperBound, !UnicodeSpace.isASCII(bytes[end]) { end += 1 }
    let command = trimmed.lowerBound..<end
    var text = InstructionText(
      command: command, keyword: keyword(command), range: range, rest: trimmed.upperBound..<trimmed.upperBound)
    let (flags, rest) = flags(UnicodeSpace.trimmed(bytes, end..<trimmed.upperBound))
    text.flags = flags
    text.rest = rest
    switch text.keyword {
    case nil, .onbuild: break
    case .maintainer, .stopsignal, .user, .workdir: text.arguments = whole(rest)
    case .from, .expose: text.arguments = split(rest)
    case .run, .cmd, .entrypoint, .shell: try takeList(&text, rest, otherwise: whole)
    case .add, .copy, .volume: try takeList(&text, rest, otherwise: split)
    case .env, .label: text.arguments = try pairs(rest, text)
    case .arg: text.arguments = words(rest)
    case .healthcheck: try takeHealthcheck(&text, rest)
    }
    return text
  }

  private func keyword(_ command: Range<Int>) -> Keyword? { Keyword(rawValue: GoUTF8.lowercased(bytes[command])) }

  /// Words that begin with `--`, byte by byte: each byte counts as a Latin-1 character.
  private func flags(_ range: Range<Int>) -> ([Argument], Range<Int>) {
    var flags: [Argument] = []
    var at = range.lowerBound
    while at < range.upperBound {
      while at < range.upperBound, UnicodeSpace.isLatin1(bytes[at]) { at += 1 }
      guard at + 1 < range.upperBound, bytes[at] == UInt8(ascii: "-"), bytes[at + 1] == UInt8(ascii: "-") else { break }
      let start = at
      var word: [UInt8] = []
      var quote: UInt8 = 0
      while at < range.upperBound {
        let byte = bytes[at]
        if quote == 0, UnicodeSpace.isLatin1(byte) { break }
        at += 1
        if byte == escape {
          guard at < range.upperBound else { break }
          append(bytes[at], to: &word)
          at += 1
        } else if quote != 0 ? byte == quote : byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
          quote = quote == 0 ? byte : 0
        } else {
          append(byte, to: &word)
        }
      }
      if word == [UInt8(ascii: "-"), UInt8(ascii: "-")] { break }
      flags.append(Argument(bytes: word, range: start..<at))
    }
    return (flags, UnicodeSpace.trimmed(bytes, at..<range.upperBound))
  }

  private func append(_ byte: UInt8, to word: inout [UInt8]) {
    if byte < 0x80 { word.append(byte) } else { word += [0xC0 | byte >> 6, 0x80 | byte & 0x3F] }
  }

  private func whole(_ range: Range<Int>) -> [Argument] { range.isEmpty ? [] : [argument(range)] }

  private func argument(_ range: Range<Int>) -> Argument { Argument(bytes: Array(bytes[range]), range: range) }

  /// Split at ASCII white space, without a look at quotes.
  private func split(_ range: Range<Int>) -> [Argument] {
    var out: [Argument] = []
    var at = range.lowerBound
    while at < range.upperBound {
      let start = at
      while at < range.upperBound, !UnicodeSpace.isASCII(bytes[at]) { at += 1 }
      out.append(argument(start..<at))
      while at < range.upperBound, UnicodeSpace.isASCII(bytes[at]) { at += 1 }
    }
    return out
  }

  /// A JSON list of strings, or what `otherwise` makes of the text.
  private func takeList(
    _ text: inout InstructionText, _ range: Range<Int>, otherwise: (Range<Int>) -> [Argument]
  ) throws(DockerfileError) {
    switch JSONList.read(bytes, UnicodeSpace.trimmedLeft(bytes, range)) {
    case .none: text.arguments += otherwise(range)
    case .strings(let items):
      text.arguments += items
      text.isJSON = true
    case .other(let place):
      throw error("json-not-strings", "an item of the list is not a string", place, help: "put quotes around it")
    }
  }

  private func takeHealthcheck(_ text: inout InstructionText, _ range: Range<Int>) throws(DockerfileError) {
    guard !range.isEmpty else { return }
    var end = range.lowerBound
    while end < range.upperBound, !UnicodeSpace.isLatin1(bytes[end]) { end += 1 }
    text.arguments = [argument(range.lowerBound..<end)]
    var rest = end..<range.upperBound
    while let first = rest.first, UnicodeSpace.isLatin1(bytes[first]) { rest = (first + 1)..<rest.upperBound }
    try takeList(&text, rest, otherwise: whole)
  }

  /// Words in which quotes and escapes keep white space; both stay in the words.
  private func words(_ range: Range<Int>) -> [Argument] {
    var out: [Argument] = []
    var at = range.lowerBound
    while true {
      at = UnicodeSpace.trimmedLeft(bytes, at..<range.upperBound).lowerBound
      guard at < range.upperBound else { return out }
      let start = at
      var word: [UInt8] = []
      var quote: UInt8 = 0
      while at < range.upperBound {
        let byte = bytes[at]
        if quote == 0, UnicodeSpace.length(bytes, at: at, end: range.upperBound) > 0 { break }
        at += 1
        if byte == escape, quote != UInt8(ascii: "'") {
          // An escape that nothing follows is dropped.
          guard at < range.upperBound else { break }
          word.append(byte)
          let (_, length) = GoUTF8.scalar(bytes[at..<range.upperBound], at: 0)
          word += bytes[at..<(at + length)]
          at += length
          continue
        }
        if quote == 0, byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
          quote = byte
        } else if byte == quote {
          quote = 0
        }
        word.append(byte)
      }
      // Docker goes through these words character by character: an invalid byte becomes U+FFFD.
      if word.contains(where: { $0 >= 0x80 }) { word = Array(GoUTF8.string(word).utf8) }
      out.append(Argument(bytes: word, range: start..<at))
    }
  }

  /// `key=value …`, or `key value` when the first word has no `=`.
  private func pairs(_ range: Range<Int>, _ text: InstructionText) throws(DockerfileError) -> [Argument] {
    let words = words(range)
    guard let first = words.first else { return [] }
    let equals = UInt8(ascii: "=")
    guard first.bytes.contains(equals) else {
      var end = range.lowerBound
      while end < range.upperBound, !UnicodeSpace.isASCII(bytes[end]) { end += 1 }
      var start = end
      while start < range.upperBound, UnicodeSpace.isASCII(bytes[start]) { start += 1 }
      guard start < range.upperBound else {
        let name = text.keyword?.name ?? ""
        throw error(
          "pair-without-value", "\(name) has a name but no value", range, help: "write \(name) name=value")
      }
      return [
        argument(range.lowerBound..<end), argument(start..<range.upperBound),
        Argument(bytes: [], range: range.upperBound..<range.upperBound),
      ]
    }
    var out: [Argument] = []
    for word in words {
      guard let at = word.bytes.firstIndex(of: equals) else {
        throw error(
          "pair-without-equals", "\"\(word.text)\" has no =", word.range,
          help: "write name=value, with quotes around a value with spaces")
      }
      let middle = word.range.lowerBound + at
      out.append(Argument(bytes: Array(word.bytes[..<at]), range: word.range.lowerBound..<middle))
      out.append(
        Argument(bytes: Array(word.bytes[(at + 1)...]), range: (middle + 1)..<max(middle + 1, word.range.upperBound)))
      out.append(Argument(bytes: [equals], range: middle..<(middle + 1)))
    }
    return out
  }

  private func error(_ code: String, _ message: String, _ range: Range<Int>, help: String) -> DockerfileError {
    DockerfileError(.parse, code, message, lines: lines, offsets: line.offsets(of: range), help: help)
  }
}
