extension ShellParser {
  /// A compound or a text whose list is being read.
  struct Frame {
    /// What is read and so what ends it.
    enum Kind {
      case text, parentheses
      case subshell, group
      case ifCondition, ifBranch, elseBranch
      case loopCondition, loopBody, bracedBody
      case casePatterns, caseBranch
      case function
    }

    /// What is read.
    var kind: Kind
    /// Where its commands stand.
    var scope: Int
    /// Where it begins in the text being read.
    var start: Int
    /// The first of its members in `members`.
    var listBase: Int
    /// The first of its open pipeline in `members`.
    var pipelineBase: Int
    /// The number of its open pipeline.
    var pipeline: Int
    /// The index in its pipeline of the command that begins next.
    var index = 0
    /// How its open pipeline hangs on the one before.
    var join = ShellJoin.always
    /// Whether `!` stands before its open pipeline.
    var isNegated = false
    /// Whether a command may begin here.
    var expectsCommand = true
    /// What a command has to follow, such as `&&`; nil when none has to.
    var needs: String?
    /// Whether a command was in it.
    var hasCommand = false
    /// The number of its next scope.
    var part = 0
    /// The subject of a `case`.
    var subject: ShellWord?

    /// The place in a pipeline of the command that begins next.
    var place: PipelinePlace { PipelinePlace(id: pipeline, index: index, count: 1) }
  }

  /// A number for a pipeline of its own.
  mutating func nextPipeline() -> PipelinePlace {
    defer { pipelineCount += 1 }
    return PipelinePlace(id: pipelineCount, index: 0, count: 1)
  }

  /// Adds a scope that begins at `start` of the text being read.
  mutating func openScope(_ kind: ShellScope.Kind, parent: Int?, pipeline: PipelinePlace, start: Int) -> Int {
    script.scopes.append(ShellScope(kind: kind, parent: parent, pipeline: pipeline, range: range(start, end)))
    return script.scopes.count - 1
  }

  /// Makes a scope end here.
  mutating func closeScope(_ scope: Int, start: Int) {
    script.scopes[scope].range = range(start, max(start, position))
  }

  /// Opens a frame whose scope is there already.
  mutating func push(_ kind: Frame.Kind, scope: Int, start: Int) {
    let pipeline = nextPipeline().id
    frames.append(
      Frame(
        kind: kind, scope: scope, start: start, listBase: members.count, pipelineBase: members.count,
        pipeline: pipeline))
  }

  /// Reads commands up to the end of the text, or up to and with `)`.
  mutating func readList(_ kind: Frame.Kind, scope: Int) {
    guard mayRecurse(), hasRoom() else { return }
    recursion += 1
    defer { recursion -= 1 }
    let base = frames.count
    let firstPending = pending.count
    push(kind, scope: scope, start: position)
    while frames.count > base {
      skipBlanks()
      if position >= end {
        closeAtEnd(base: base, firstPending: firstPending)
      } else {
        readElement(base: base, firstPending: firstPending)
      }
    }
  }

  /// Goes over blanks, joined lines and a comment.
  mutating func skipBlanks() {
    while position < end {
      switch bytes[position] {
      case Byte.space, Byte.tab: position += 1
      case Byte.carriageReturn where peek(1) == Byte.newline: position += 1
      case Byte.backslash:
        let length = continuationLength(at: position)
        if length == 0 { return }
        position += length
      case Byte.hash:
        while position < end, bytes[position] != Byte.newline { position += 1 }
      default: return
      }
    }
  }

  /// Closes all frames of a text at its end.
  private mutating func closeAtEnd(base: Int, firstPending: Int) {
    if let frame = frames.last {
      if let missing = Self.closer(of: frame.kind) {
        reportEnd("no \"\(missing)\" before the end", at: max(0, frame.start))
      } else if let needs = frame.needs {
        reportEnd("no command after \"\(needs)\"", at: max(0, position - 1))
      }
    }
    while frames.count > base { popFrame() }
    readHereDocuments(from: firstPending)
  }

  private static func closer(of kind: Frame.Kind) -> String? {
    switch kind {
    case .text, .function: nil
    case .parentheses, .subshell: ")"
    case .group, .bracedBody: "}"
    case .ifCondition: "then"
    case .ifBranch, .elseBranch: "fi"
    case .loopCondition: "do"
    case .loopBody: "done"
    case .casePatterns, .caseBranch: "esac"
    }
  }

  /// Ends the list and the scope of the innermost frame and drops it.
  mutating func popFrame() {
    endList(isBackground: false)
    guard let frame = frames.popLast() else { return }
    switch frame.kind {
    case .text, .parentheses, .casePatterns: break
    default: closeScope(frame.scope, start: frame.start)
    }
  }

  /// Reads one operator, word or command.
  private mutating func readElement(base: Int, firstPending: Int) {
    let frame = frames[frames.count - 1]
    switch bytes[position] {
    case Byte.newline:
      position += 1
      if frame.kind != .casePatterns, frame.needs == nil { endList(isBackground: false) }
      readHereDocuments(from: firstPending)
    case _ where frame.kind == .casePatterns: readCasePatterns()
    case Byte.semicolon: readSemicolon(frame)
    case Byte.ampersand where peek(1) != Byte.greater: readAmpersand(frame)
    case Byte.pipe: readPipe(frame)
    case Byte.closeParen: readCloseParen(base: base)
    case _ where !frame.expectsCommand && reservedWord(at: position)?.word.isCloser == true:
      readCommand(base: base)
    case _ where !frame.expectsCommand:
      reportLeftover("unexpected word after a compound command", at: position)
      endList(isBackground: false)
    case Byte.openParen: readOpenParen()
    default: readCommand(base: base)
    }
  }

  private mutating func readSemicolon(_ frame: Frame) {
    let next = peek(1)
    if next == Byte.semicolon || (next == Byte.ampersand && frame.kind == .caseBranch) {
      if frame.kind == .caseBranch {
        closeCaseBranch()
      } else {
        reportLeftover("unexpected \";;\"", at: position)
        endList(isBackground: false)
      }
      position += next == Byte.semicolon && peek(2) == Byte.ampersand ? 3 : 2
      return
    }
    checkMember(frame, before: ";")
    position += 1
    endList(isBackground: false)
  }

  private mutating func readAmpersand(_ frame: Frame) {
    if peek(1) == Byte.ampersand {
      checkMember(frame, before: "&&")
      position += 2
      return endPipeline(join: .and, needs: "&&")
    }
    checkMember(frame, before: "&")
    position += 1
    endList(isBackground: true)
  }

  private mutating func readPipe(_ frame: Frame) {
    if peek(1) == Byte.pipe {
      checkMember(frame, before: "||")
      position += 2
      return endPipeline(join: .or, needs: "||")
    }
    checkMember(frame, before: "|")
    position += peek(1) == Byte.ampersand ? 2 : 1
    let last = frames.count - 1
    frames[last].index += 1
    frames[last].expectsCommand = true
    frames[last].needs = "|"
  }

  private mutating func checkMember(_ frame: Frame, before separator: String) {
    if frame.expectsCommand { reportLeftover("no command before \"\(separator)\"", at: position) }
  }

  private mutating func readCloseParen(base: Int) {
    guard let match = frames[base...].lastIndex(where: { $0.kind == .subshell || $0.kind == .parentheses }) else {
      reportLeftover("unexpected \")\"", at: position)
      position += 1
      return endList(isBackground: false)
    }
    closeFrames(above: match)
    checkBody(before: ")")
    position += 1
    if frames[match].kind == .subshell { closeCompound() } else { popFrame() }
  }

  /// Drops frames that lack their end, up to `match`.
  mutating func closeFrames(above match: Int) {
    while frames.count - 1 > match, let frame = frames.last {
      if let missing = Self.closer(of: frame.kind) {
        report("no \"\(missing)\" before the end of what is around it", at: frame.start)
      }
      popFrame()
    }
  }

  /// Tells when the list that ends here lacks a command.
  mutating func checkBody(before closer: String) {
    guard let frame = frames.last else { return }
    if let needs = frame.needs {
      report("no command after \"\(needs)\"", at: position)
    } else if !frame.hasCommand, frame.kind != .parentheses, frame.kind != .caseBranch {
      report("no command before \"\(closer)\"", at: position)
    }
  }

  /// Ends the open pipeline; the next one hangs on it by `join`.
  mutating func endPipeline(join: ShellJoin, needs: String?) {
    let last = frames.count - 1
    let count = frames[last].index + 1
    if count > 1 {
      for member in members[frames[last].pipelineBase...] {
        if member >= 0 {
          script.commands[member].pipeline.count = count
        } else {
          script.scopes[~member].pipeline.count = count
        }
      }
      script.pipelines[frames[last].pipeline] = members[frames[last].pipelineBase...]
        .filter { $0 >= 0 || script.scopes[~$0].part == 0 }
    }
    frames[last].pipelineBase = members.count
    frames[last].pipeline = nextPipeline().id
    frames[last].index = 0
    frames[last].join = join
    frames[last].isNegated = false
    frames[last].expectsCommand = true
    frames[last].needs = needs
  }

  /// Ends the open list member; the next command hangs on nothing.
  mutating func endList(isBackground: Bool) {
    endPipeline(join: .always, needs: nil)
    let base = frames[frames.count - 1].listBase
    if isBackground {
      for member in members[base...] where member >= 0 { script.commands[member].isBackground = true }
    }
    members.removeSubrange(base...)
    frames[frames.count - 1].pipelineBase = base
  }

  /// Notes that a command or compound of the innermost frame is complete.
  mutating func finishMember() {
    while let frame = frames.last {
      let last = frames.count - 1
      frames[last].expectsCommand = false
      frames[last].needs = nil
      frames[last].hasCommand = true
      guard frame.kind == .function else { return }
      popFrame()
    }
  }
}
