extension ShellParser {
  /// Whether the byte here may begin a redirection; that of most words does not.
  var mayBeRedirection: Bool {
    switch peek() {
    case Byte.less, Byte.greater, Byte.ampersand, Byte.openBrace: true
    case let byte: Byte.isDigit(byte)
    }
  }

  /// Reads the redirection that begins here; nil, having read nothing, when none does.
  ///
  /// - Parameters:
  ///   - owners: the command's index, or `~index` of each scope, that gets the lines of a here-document.
  ///   - index: the number of this redirection among the owner's.
  mutating func readRedirection(owners: [Int], index: Int) -> ShellRedirection? {
    let start = position
    guard position < end, mayBeRedirection else { return nil }
    let descriptor = readDescriptor()
    guard let operation = readRedirectionOperator() else {
      position = start
      return nil
    }
    skipBlanks()
    let targetStart = position
    let target = readWord()
    lastTarget = targetStart..<position
    if position == targetStart { report("no target after \"\(operation)\"", at: min(position, end)) }
    if operation == "<<" || operation == "<<-" {
      pending.append(
        PendingHereDocument(
          owners: owners, redirection: index, delimiter: Array(target.text.utf8), stripsTabs: operation == "<<-",
          isExpanded: !target.isQuoted))
    }
    return ShellRedirection(operation: operation, descriptor: descriptor, target: target)
  }

  private mutating func readDescriptor() -> String? {
    let start = position
    if bytes[position] == Byte.openBrace {
      var scan = position + 1
      while scan < end, Byte.continuesName(bytes[scan]) { scan += 1 }
      guard scan + 1 < end, bytes[scan] == Byte.closeBrace else { return nil }
      scan += 1
      guard bytes[scan] == Byte.less || bytes[scan] == Byte.greater else { return nil }
      position = scan
    } else {
      while position < end, Byte.isDigit(bytes[position]) { position += 1 }
    }
    return position > start ? String(decoding: bytes[start..<position], as: UTF8.self) : nil
  }

  /// Reads an operator that is not the beginning of `<(…)`.
  private mutating func readRedirectionOperator() -> String? {
    let (first, second, third) = (peek(), peek(1), peek(2))
    let operation: String
    switch (first, second, third) {
    case (Byte.less, Byte.openParen, _), (Byte.greater, Byte.openParen, _): return nil
    case (Byte.less, Byte.less, Byte.less): operation = "<<<"
    case (Byte.less, Byte.less, Byte.dash): operation = "<<-"
    case (Byte.less, Byte.less, _): operation = "<<"
    case (Byte.less, Byte.ampersand, _): operation = "<&"
    case (Byte.less, Byte.greater, _): operation = "<>"
    case (Byte.less, _, _): operation = "<"
    case (Byte.greater, Byte.greater, _): operation = ">>"
    case (Byte.greater, Byte.ampersand, _): operation = ">&"
    case (Byte.greater, Byte.pipe, _): operation = ">|"
    case (Byte.greater, _, _): operation = ">"
    case (Byte.ampersand, Byte.greater, Byte.greater): operation = "&>>"
    case (Byte.ampersand, Byte.greater, _): operation = "&>"
    default: return nil
    }
    position += operation.utf8.count
    return operation
  }

  /// Reads the lines of the here-documents that wait since `first`, from here on.
  mutating func readHereDocuments(from first: Int) {
    guard first < pending.count else { return }
    let waiting = pending[first...]
    pending.removeSubrange(first...)
    for document in waiting { readHereDocument(document) }
  }

  private mutating func readHereDocument(_ document: PendingHereDocument) {
    let start = position
    var bodyEnd = end
    while position < end {
      let lineStart = position
      while position < end, bytes[position] != Byte.newline { position += 1 }
      var line = bytes[lineStart..<position]
      if document.stripsTabs { line = line.drop { $0 == Byte.tab } }
      if line.last == Byte.carriageReturn, line.dropLast().elementsEqual(document.delimiter) { line = line.dropLast() }
      if position < end { position += 1 }
      if line.elementsEqual(document.delimiter) {
        bodyEnd = lineStart
        break
      }
    }
    let body = ShellHereDocument(range: range(start, bodyEnd), isExpanded: document.isExpanded)
    for owner in document.owners { store(body, owner: owner, redirection: document.redirection) }
    guard let owner = document.owners.first, start < bodyEnd else { return }
    let after = position
    readBody(start..<bodyEnd, owner: owner, isExpanded: document.isExpanded)
    position = isAborted ? end : after
  }

  private mutating func store(_ body: ShellHereDocument, owner: Int, redirection: Int) {
    if owner >= 0 {
      guard redirection < script.commands[owner].redirections.count else { return }
      script.commands[owner].redirections[redirection].body = body
    } else {
      guard redirection < script.scopes[~owner].redirections.count else { return }
      script.scopes[~owner].redirections[redirection].body = body
    }
  }

  /// Reads the substitutions in a here-document, and all of it if it is given to a shell.
  private mutating func readBody(_ body: Range<Int>, owner: Int, isExpanded: Bool) {
    guard mayRecurse() else { return }
    let scope = owner >= 0 ? script.commands[owner].scope : script.scopes[~owner].parent ?? 0
    let mark = expansions.count
    if isExpanded {
      push(.text, scope: scope, start: body.lowerBound)
      within(body) { $0.readExpandedText() }
      popFrame()
    }
    if !isAborted, owner >= 0, script.commands[owner].readsScriptFromInput {
      readText([isExpanded ? .hereDocument(body) : .plain(body)], command: owner, mark: mark)
    }
    expansions.removeSubrange(mark...)
  }

  private mutating func readExpandedText() {
    var scratch = WordBuilder()
    while position < end {
      switch bytes[position] {
      case Byte.backslash: position = min(position + 2, end)
      case Byte.dollar: readDollar(into: &scratch, isQuoted: true)
      case Byte.backquote: readBackquoted(into: &scratch, isQuoted: true)
      default: position += 1
      }
    }
  }
}
