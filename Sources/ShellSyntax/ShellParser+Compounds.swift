extension ShellParser {
  /// The reserved word that begins here and where it ends.
  func reservedWord(at start: Int) -> (word: ReservedWord, end: Int)? {
    var scan = start
    while scan < end, scan - start <= 8, Byte.role(bytes[scan]) == .ordinary, bytes[scan] != Byte.carriageReturn {
      scan += 1
    }
    guard scan - start <= 8 else { return nil }
    if scan < end, Byte.role(bytes[scan]) == .special {
      var next = scan
      while next < end, case let length = continuationLength(at: next), length > 0 { next += length }
      guard next > scan, next >= end || Byte.role(bytes[next]) == .end else { return nil }
    }
    return ReservedWord(bytes, start..<scan).map { ($0, scan) }
  }

  /// Reads a command, or a reserved word around commands.
  mutating func readCommand(base: Int) {
    guard let (word, wordEnd) = reservedWord(at: position) else { return readSimpleCommand() }
    switch word {
    case .if: open(.ifCondition, .ifCondition, length: 2)
    case .while: open(.loopCondition, .loopCondition, length: 5)
    case .until: open(.loopCondition, .loopCondition, length: 5)
    case .openBrace: open(.group, .group, length: 1)
    case .for, .select: readFor(wordEnd)
    case .case: readCase(wordEnd)
    case .function: readFunction(wordEnd)
    case .not:
      position = wordEnd
      frames[frames.count - 1].isNegated.toggle()
      if frames[frames.count - 1].needs == nil { frames[frames.count - 1].needs = "!" }
    case .openTest: readTest()
    case .time: if !skipTime(wordEnd) { readSimpleCommand() }
    case .then, .elif, .else, .fi, .do, .done, .esac, .closeBrace: readCloser(word, wordEnd, base: base)
    }
  }

  /// Opens a compound whose first scope begins behind a word of `length` bytes.
  mutating func open(_ kind: Frame.Kind, _ scopeKind: ShellScope.Kind, length: Int) {
    guard hasRoom() else { return }
    let start = position
    position += length
    let inner = kind == .subshell || kind == .group ? start : position
    push(kind, scope: addScope(scopeKind, part: 0, start: inner), start: inner)
  }

  /// Adds a scope that is a member of the innermost frame's pipeline.
  private mutating func addScope(_ kind: ShellScope.Kind, part: Int, start: Int) -> Int {
    let frame = frames[frames.count - 1]
    let scope = openScope(kind, parent: frame.scope, pipeline: frame.place, start: start)
    script.scopes[scope].join = frame.join
    script.scopes[scope].part = part
    members.append(~scope)
    return scope
  }

  /// Ends the innermost frame's scope at `from` and goes on with its compound's next one here.
  private mutating func turn(_ kind: Frame.Kind, _ scopeKind: ShellScope.Kind, from: Int) {
    endList(isBackground: false)
    guard var frame = frames.popLast() else { return }
    if frame.kind != .casePatterns {
      script.scopes[frame.scope].range = range(frame.start, from)
      frame.part += 1
    }
    frame.scope = addScope(scopeKind, part: frame.part, start: position)
    (frame.kind, frame.start, frame.hasCommand) = (kind, position, false)
    (frame.listBase, frame.pipelineBase) = (members.count, members.count)
    frames.append(frame)
  }

  /// Reads a subshell or `((…))`.
  mutating func readOpenParen() {
    if peek(1) == Byte.openParen, let close = arithmeticEnd(from: position + 2) { return readArithmeticCommand(close) }
    open(.subshell, .subshell, length: 1)
  }

  /// Goes over `time` before a compound; otherwise it is a command's name.
  private mutating func skipTime(_ wordEnd: Int) -> Bool {
    let start = position
    position = wordEnd
    skipBlanks()
    if peek() == Byte.dash, peek(1) == UInt8(ascii: "p"), Byte.role(peek(2)) == .end {
      position += 2
      skipBlanks()
    }
    if peek() == Byte.openParen { return true }
    switch reservedWord(at: position)?.word {
    case .if, .while, .until, .for, .case, .openBrace, .openTest, .not, .select: return true
    default:
      position = start
      return false
    }
  }

  private mutating func readCloser(_ word: ReservedWord, _ wordEnd: Int, base: Int) {
    guard let match = frames[base...].lastIndex(where: { Self.fits(word, $0.kind) }) else {
      reportLeftover("unexpected \"\(word.rawValue)\"", at: position)
      position = wordEnd
      frames[frames.count - 1].needs = nil
      return
    }
    closeFrames(above: match)
    checkBody(before: word.rawValue)
    let start = position
    position = wordEnd
    switch word {
    case .then: turn(.ifBranch, .ifBranch, from: start)
    case .elif: turn(.ifCondition, .ifCondition, from: start)
    case .else: turn(.elseBranch, .ifBranch, from: start)
    case .do: turn(.loopBody, .loopBody, from: start)
    case .esac:
      if frames[match].kind == .caseBranch { closeCaseBranch(from: start) }
      closeCompound()
    default: closeCompound(innerEnd: word == .closeBrace && frames[match].kind == .group ? wordEnd : start)
    }
  }

  private static func fits(_ word: ReservedWord, _ kind: Frame.Kind) -> Bool {
    switch word {
    case .then: kind == .ifCondition
    case .elif, .else: kind == .ifBranch
    case .fi: kind == .ifBranch || kind == .elseBranch
    case .do: kind == .loopCondition
    case .done: kind == .loopBody
    case .esac: kind == .caseBranch
    case .closeBrace: kind == .group || kind == .bracedBody
    default: false
    }
  }

  /// Ends the innermost frame's compound and reads the redirections after it.
  mutating func closeCompound(innerEnd: Int? = nil) {
    endList(isBackground: false)
    guard let frame = frames.popLast() else { return }
    if frame.kind != .casePatterns { script.scopes[frame.scope].range = range(frame.start, innerEnd ?? position) }
    let mark = expansions.count
    var redirections: [ShellRedirection] = []
    let outer = frames[frames.count - 1]
    var scopes: [Int] = []
    for member in members[outer.pipelineBase...] where member < 0 {
      if script.scopes[~member].pipeline == outer.place { scopes.append(member) }
    }
    while true {
      skipBlanks()
      guard let redirection = readRedirection(owners: scopes, index: redirections.count) else { break }
      redirections.append(redirection)
    }
    expansions.removeSubrange(mark...)
    if !redirections.isEmpty { for scope in scopes { script.scopes[~scope].redirections = redirections } }
    finishMember()
  }

  private mutating func readFor(_ wordEnd: Int) {
    guard hasRoom() else { return }
    let (start, mark) = (position, expansions.count)
    position = wordEnd
    skipBlanks()
    if peek() == Byte.openParen, peek(1) == Byte.openParen {
      guard let close = arithmeticEnd(from: position + 2) else {
        return reportEnd("\"((\" is not closed", at: position)
      }
      readNested(position + 2..<close)
      position = isAborted ? end : close + 2
      return openForBody(variable: "", words: [], start: start)
    }
    let variable = readWord()
    if variable.text.isEmpty { report("no variable after \"for\"", at: position) }
    skipLines()
    var words: [ShellWord]?
    if position + 2 <= end, bytes[position] == UInt8(ascii: "i"), bytes[position + 1] == UInt8(ascii: "n"),
      position + 2 == end || Byte.role(bytes[position + 2]) != .ordinary
    {
      position += 2
      words = readWords()
    }
    expansions.removeSubrange(mark...)
    openForBody(variable: variable.text, words: words, start: start)
  }

  private mutating func readWords() -> [ShellWord] {
    var words: [ShellWord] = []
    while true {
      skipBlanks()
      guard position < end, Byte.role(bytes[position]) != .end || readsProcessSubstitution else { return words }
      words.append(readWord())
    }
  }

  private mutating func openForBody(variable: String, words: [ShellWord]?, start: Int) {
    skipBlanks()
    if peek() == Byte.semicolon { position += 1 }
    skipLines()
    let reserved = reservedWord(at: position)
    if reserved == nil || (reserved?.word != .do && reserved?.word != .openBrace) {
      report("no \"do\" after \"for\"", at: min(position, end))
      return finishMember()
    }
    let isBraced = reserved?.word == .openBrace
    open(
      isBraced ? .bracedBody : .loopBody, .forBody(variable: variable, words: words),
      length: isBraced ? 1 : 2)
  }

  /// Goes over blanks, comments and line feeds inside of a compound's head.
  mutating func skipLines() {
    while true {
      skipBlanks()
      guard position < end, bytes[position] == Byte.newline else { return }
      position += 1
    }
  }

  private mutating func readCase(_ wordEnd: Int) {
    guard hasRoom() else { return }
    let (start, mark) = (position, expansions.count)
    position = wordEnd
    skipBlanks()
    let subject = readWord()
    expansions.removeSubrange(mark...)
    skipLines()
    guard position + 2 <= end, bytes[position] == UInt8(ascii: "i"), bytes[position + 1] == UInt8(ascii: "n") else {
      if position >= end { return reportEnd("no \"in\" after \"case\"", at: start) }
      report("no \"in\" after \"case\"", at: position)
      return finishMember()
    }
    position += 2
    push(.casePatterns, scope: frames[frames.count - 1].scope, start: start)
    frames[frames.count - 1].subject = subject
  }

  /// Reads `(a|b)` before a branch, or `esac`.
  mutating func readCasePatterns() {
    if let reserved = reservedWord(at: position), reserved.word == .esac {
      position = reserved.end
      return closeCompound()
    }
    let (start, mark) = (position, expansions.count)
    if peek() == Byte.openParen { position += 1 }
    var patterns: [ShellWord] = []
    while true {
      skipBlanks()
      let before = position
      let pattern = readWord()
      if position > before { patterns.append(pattern) }
      skipBlanks()
      if peek() == Byte.pipe, position < end { position += 1 } else { break }
    }
    expansions.removeSubrange(mark...)
    guard position < end else { return reportEnd("no \")\" after the patterns of \"case\"", at: start) }
    if bytes[position] == Byte.closeParen {
      position += 1
    } else {
      report("no \")\" after the patterns of \"case\"", at: position)
      if position == start { position += 1 }
    }
    guard let subject = frames[frames.count - 1].subject else { return }
    turn(.caseBranch, .caseBranch(subject: subject, patterns: patterns), from: start)
  }

  /// Goes back from a branch to the patterns of the next one.
  mutating func closeCaseBranch(from innerEnd: Int? = nil) {
    endList(isBackground: false)
    let last = frames.count - 1
    script.scopes[frames[last].scope].range = range(frames[last].start, innerEnd ?? position)
    frames[last].kind = .casePatterns
    frames[last].scope = script.scopes[frames[last].scope].parent ?? 0
    frames[last].part += 1
  }

  private mutating func readFunction(_ wordEnd: Int) {
    position = wordEnd
    skipBlanks()
    let name = readWord()
    skipBlanks()
    if peek() == Byte.openParen {
      position += 1
      skipBlanks()
      if peek() == Byte.closeParen { position += 1 } else { report("no \")\" after \"(\"", at: position) }
    }
    openFunction(name.text)
  }

  /// Opens the body of a function whose head ends here.
  mutating func openFunction(_ name: String) {
    open(.function, .function(name: name), length: 0)
    if !isAborted { frames[frames.count - 1].needs = "()" }
  }
}
