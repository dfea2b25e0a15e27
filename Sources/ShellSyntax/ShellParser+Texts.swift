extension ShellParser {
  /// A piece of a text that a shell is told to run.
  enum TextPiece {
    /// As it stands.
    case plain(Range<Int>)
    /// The lines of a here-document in which expansions are made.
    case hereDocument(Range<Int>)
    /// A word with its quotes.
    case word(Range<Int>)

    /// Where it is in the text being read.
    var range: Range<Int> {
      switch self {
      case .plain(let range), .hereDocument(let range), .word(let range): range
      }
    }
  }

  /// Reads the texts that a command gives to a shell as arguments or as a here-string.
  mutating func readTexts(of head: CommandHead) {
    guard !head.words.isEmpty, CommandTexts.areLikely(in: head.words) else { return }
    let texts = CommandTexts(head.words)
    for text in texts.arguments {
      readText(text.map { .word(head.places[$0]) }, command: head.index, mark: head.mark)
    }
    guard texts.readsInput else { return }
    for place in head.hereStrings { readText([.word(place)], command: head.index, mark: head.mark) }
  }

  /// Reads a text of a command; `mark` is the first of `expansions` that may stand in it.
  mutating func readText(_ pieces: [TextPiece], command: Int, mark: Int) {
    guard !isAborted, mayRecurse(), let first = pieces.first, let last = pieces.last else { return }
    guard textDepth < Self.textDepthLimit else {
      return report("shell texts are nested deeper than \(Self.textDepthLimit) levels", at: first.range.lowerBound)
    }
    if script.commands.count > command + 1 { isOutOfOrder = true }
    let scope = openScope(
      .shellText(command: command), parent: script.commands[command].scope, pipeline: nextPipeline(), start: 0)
    script.scopes[scope].range = range(first.range.lowerBound, last.range.upperBound)
    textDepth += 1
    if pieces.count == 1, let window = window(of: first, mark: mark) {
      script.scopes[scope].range = range(window.lowerBound, window.upperBound)
      within(window) { $0.readList(.text, scope: scope) }
    } else {
      let copy = unquoted(pieces, mark: mark)
      within(copy: copy) { $0.readList(.text, scope: scope) }
    }
    textDepth -= 1
  }

  /// The part of the text that a piece is when only its outer quotes have to go.
  private func window(of piece: TextPiece, mark: Int) -> Range<Int>? {
    switch piece {
    case .plain(let range): return range
    case .hereDocument(let range):
      return bytes[range].contains(Byte.backslash) || hasExpansion(in: range, mark: mark) ? nil : range
    case .word(let range):
      guard range.count >= 2 else { return nil }
      let inner = range.lowerBound + 1..<range.upperBound - 1
      let quote = bytes[range.lowerBound]
      guard quote == bytes[range.upperBound - 1], !hasExpansion(in: range, mark: mark) else { return nil }
      if quote == Byte.singleQuote { return bytes[inner].contains(quote) ? nil : inner }
      guard quote == Byte.doubleQuote else { return nil }
      return bytes[inner].contains { $0 == quote || $0 == Byte.backslash } ? nil : inner
    }
  }

  /// The first expansion since `mark` that begins at `place` or behind it.
  private func firstExpansion(from place: Int, mark: Int) -> Int {
    var (low, high) = (mark, expansions.count)
    while low < high {
      let middle = (low + high) / 2
      if expansions[middle].start < place { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func hasExpansion(in range: Range<Int>, mark: Int) -> Bool {
    let index = firstExpansion(from: range.lowerBound, mark: mark)
    return index < expansions.count && expansions[index].start < range.upperBound
  }

  private func unquoted(_ pieces: [TextPiece], mark: Int) -> UnquotedText {
    var copy = UnquotedText()
    for piece in pieces {
      if !copy.bytes.isEmpty { copy.append(Byte.space, offset: offset(piece.range.lowerBound)) }
      var next = firstExpansion(from: piece.range.lowerBound, mark: mark)
      switch piece {
      case .plain(let range): copyQuoted(range, escapes: false, &next, into: &copy)
      case .hereDocument(let range): copyQuoted(range, escapes: true, &next, into: &copy)
      case .word(let range): copyWord(range, &next, into: &copy)
      }
    }
    return copy
  }

  /// Copies the expansion that begins at `place`, if one does.
  private func copyExpansion(_ place: inout Int, _ next: inout Int, into copy: inout UnquotedText) -> Bool {
    while next < expansions.count, expansions[next].start < place { next += 1 }
    guard next < expansions.count, expansions[next].start == place, expansions[next].end <= end else { return false }
    copyKnown(expansions[next], &place, into: &copy)
    next += 1
    return true
  }

  private func copyWord(_ range: Range<Int>, _ next: inout Int, into copy: inout UnquotedText) {
    var place = range.lowerBound
    while place < range.upperBound {
      if copyExpansion(&place, &next, into: &copy) { continue }
      let byte = bytes[place]
      let following = place + 1 < range.upperBound ? bytes[place + 1] : 0
      switch byte {
      case Byte.singleQuote, Byte.doubleQuote:
        let close = closingQuote(from: place, before: range.upperBound, next: next)
        copyQuoted(place + 1..<close, escapes: byte == Byte.doubleQuote, &next, into: &copy)
        place = close + 1
      case Byte.dollar where following == Byte.singleQuote: copyEscaped(&place, range.upperBound, into: &copy)
      case Byte.dollar where following == Byte.doubleQuote: place += 1
      case Byte.backslash where continuationLength(at: place) > 0: place += continuationLength(at: place)
      case Byte.backslash where place + 1 < range.upperBound:
        copy.append(following, offset: offset(place + 1))
        place += 2
      default:
        copy.append(byte, offset: offset(place))
        place += 1
      }
    }
  }

  /// Where the quotation that begins at `start` ends.
  private func closingQuote(from start: Int, before limit: Int, next: Int) -> Int {
    let quote = bytes[start]
    var (place, next) = (start + 1, next)
    while place < limit {
      while next < expansions.count, expansions[next].start < place { next += 1 }
      if next < expansions.count, expansions[next].start == place, expansions[next].end > place {
        place = expansions[next].end
      } else if bytes[place] == quote {
        return place
      } else {
        place += bytes[place] == Byte.backslash && quote == Byte.doubleQuote ? 2 : 1
      }
    }
    return limit
  }

  private func copyQuoted(_ range: Range<Int>, escapes: Bool, _ next: inout Int, into copy: inout UnquotedText) {
    var place = range.lowerBound
    while place < range.upperBound {
      if copyExpansion(&place, &next, into: &copy) { continue }
      if escapes, bytes[place] == Byte.backslash, place + 1 < range.upperBound {
        let length = continuationLength(at: place)
        if length > 0 {
          place += length
          continue
        }
        if isActiveInDoubleQuotes(bytes[place + 1]) { place += 1 }
      }
      copy.append(bytes[place], offset: offset(place))
      place += 1
    }
  }

  private func copyEscaped(_ place: inout Int, _ limit: Int, into copy: inout UnquotedText) {
    place += 2
    while place < limit, bytes[place] != Byte.singleQuote {
      guard bytes[place] == Byte.backslash else {
        copy.append(bytes[place], offset: offset(place))
        place += 1
        continue
      }
      let escape = EscapeSequence(bytes, at: place, end: limit)
      for byte in escape.bytes { copy.append(byte, offset: offset(place)) }
      place += escape.length
    }
    place += 1
  }
}
