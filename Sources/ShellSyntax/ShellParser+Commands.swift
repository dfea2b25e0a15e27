extension ShellParser {
  /// What is gathered of a simple command.
  struct CommandHead {
    /// The index of its place among the commands.
    var index: Int
    /// Where it begins in the text being read.
    var start: Int
    /// `expansions.count` before it.
    var mark: Int
    /// Where its words stand in the text being read.
    var places: [Range<Int>] = []
    /// Its words so far.
    var words: [ShellWord] = []
    /// Its assignments so far.
    var assignments: [ShellAssignment] = []
    /// Its redirections so far.
    var redirections: [ShellRedirection] = []
    /// Where the words of its here-strings stand.
    var hereStrings: [Range<Int>] = []
    /// Whether operands such as `NAME=value` are assignments.
    var isDeclaration = false
    /// Where the last thing of it ends.
    var end: Int
  }

  /// Makes room for a command that begins here, before those in its words.
  mutating func beginCommand() -> CommandHead {
    let frame = frames[frames.count - 1]
    var command = ShellCommand(range: range(position, position), scope: frame.scope, pipeline: frame.place)
    (command.join, command.isNegated) = (frame.join, frame.isNegated)
    script.commands.append(command)
    var head = CommandHead(
      index: script.commands.count - 1, start: position, mark: expansions.count, end: position)
    // Most commands have as many: without it their words are moved twice.
    head.words.reserveCapacity(4)
    head.places.reserveCapacity(4)
    return head
  }

  /// Stores what was read of a command.
  mutating func finish(_ head: CommandHead) {
    let index = head.index
    // Written in one piece: of four writes the optimiser makes other code in one build of three.
    var command = script.commands[index]
    (command.words, command.assignments, command.redirections) = (head.words, head.assignments, head.redirections)
    command.range = range(head.start, head.end)
    script.commands[index] = command
    members.append(index)
    if !isAborted { readTexts(of: head) }
    expansions.removeSubrange(head.mark...)
    finishMember()
  }

  /// Reads assignments, words and redirections up to an operator.
  mutating func readSimpleCommand() {
    var head = beginCommand()
    while true {
      skipBlanks()
      guard position < end else { break }
      if bytes[position] == Byte.openParen, head.end > head.start {
        if isFunctionHead(head) { return turnIntoFunction(head) }
        // A lone word may be a function's name, whose head is not complete then.
        let isHead = head.words.count == 1 && head.assignments.isEmpty && head.words[0].literal != nil
        if isHead { report("unexpected \"(\"", at: position) } else { reportLeftover("unexpected \"(\"", at: position) }
        position += 1
        continue
      }
      guard readCommandPart(&head) else { break }
      head.end = position
    }
    if head.end == head.start, position < end {
      report("unexpected character", at: position)
      position += 1
      head.end = position
    }
    finish(head)
  }

  private func isFunctionHead(_ head: CommandHead) -> Bool {
    guard head.words.count == 1, head.assignments.isEmpty, head.redirections.isEmpty else { return false }
    guard head.words[0].literal != nil || !opaque.isEmpty, head.index == script.commands.count - 1 else { return false }
    var scan = position + 1
    while scan < end, bytes[scan] == Byte.space || bytes[scan] == Byte.tab { scan += 1 }
    return scan < end && bytes[scan] == Byte.closeParen
  }

  private mutating func turnIntoFunction(_ head: CommandHead) {
    script.commands.removeLast()
    expansions.removeSubrange(head.mark...)
    position += 1
    skipBlanks()
    position = min(position + 1, end)
    openFunction(head.words[0].text)
  }

  /// Reads one word, assignment or redirection; false at an operator.
  private mutating func readCommandPart(_ head: inout CommandHead) -> Bool {
    if mayBeRedirection,
      let redirection = readRedirection(owners: [head.index], index: head.redirections.count)
    {
      head.redirections.append(redirection)
      if redirection.operation == "<<<" { head.hereStrings.append(lastTarget) }
      return true
    }
    if Byte.role(bytes[position]) == .end, !readsProcessSubstitution { return false }
    let start = position
    if head.words.isEmpty || head.isDeclaration, let assignment = readAssignment() {
      head.assignments.append(assignment)
      if !head.isDeclaration { return true }
      var builder = WordBuilder()
      let prefix = assignment.name + (assignment.appends ? "+=" : "=")
      builder.append(Array(prefix.utf8)[...], isQuoted: false)
      builder.append(assignment.value)
      add(builder.finish(range: range(start, position)), from: start, to: &head)
      return true
    }
    let word = readWord()
    add(word, from: start, to: &head)
    if head.words.count == 1 || !head.isDeclaration { head.isDeclaration = isDeclaration(head.words) }
    return position > start
  }

  private mutating func add(_ word: ShellWord, from start: Int, to head: inout CommandHead) {
    head.words.append(word)
    head.places.append(start..<position)
  }

  private func isDeclaration(_ words: [ShellWord]) -> Bool {
    let name = words[words.count - 1].text
    guard words.count == 1 || (words.count == 2 && (words[0].text == "command" || words[0].text == "builtin")) else {
      return false
    }
    switch name {
    case "export", "readonly", "local", "declare", "typeset": return true
    default: return false
    }
  }

  /// Reads `NAME=value` if it stands here.
  private mutating func readAssignment() -> ShellAssignment? {
    guard Byte.beginsName(peek()) else { return nil }
    var scan = position
    while scan < end, Byte.continuesName(bytes[scan]) { scan += 1 }
    let nameEnd = scan
    if scan < end, bytes[scan] == Byte.openBracket {
      while scan < end, bytes[scan] != Byte.closeBracket, Byte.role(bytes[scan]) != .end { scan += 1 }
      guard scan < end, bytes[scan] == Byte.closeBracket else { return nil }
      scan += 1
    }
    let isSubscripted = scan > nameEnd
    var appends = false
    if scan + 1 < end, bytes[scan] == Byte.plus, bytes[scan + 1] == Byte.equals {
      appends = true
      scan += 1
    }
    guard scan < end, bytes[scan] == Byte.equals else { return nil }
    let name = String(decoding: bytes[position..<(isSubscripted ? scan - (appends ? 1 : 0) : nameEnd)], as: UTF8.self)
    position = scan + 1
    if peek() == Byte.openParen, position < end { return readArray(name, appends: appends) }
    return ShellAssignment(name: name, value: readWord(), appends: appends)
  }

  private mutating func readArray(_ name: String, appends: Bool) -> ShellAssignment {
    let start = position
    position += 1
    var elements: [ShellWord] = []
    var builder = WordBuilder()
    builder.append(Byte.openParen, isQuoted: false)
    while true {
      skipLines()
      guard position < end else {
        reportEnd("array has no closing parenthesis", at: start)
        break
      }
      if bytes[position] == Byte.closeParen {
        position += 1
        break
      }
      if Byte.role(bytes[position]) == .end, !readsProcessSubstitution {
        report("unexpected character in an array", at: position)
        position += 1
        continue
      }
      let element = readWord()
      if !elements.isEmpty { builder.append(Byte.space, isQuoted: false) }
      builder.append(element)
      elements.append(element)
    }
    builder.append(Byte.closeParen, isQuoted: false)
    return ShellAssignment(
      name: name, value: builder.finish(range: range(start, position)), appends: appends, elements: elements)
  }

  /// Reads `[[ … ]]`; its operators are words.
  mutating func readTest() {
    var head = beginCommand()
    addLiteral(length: 2, to: &head)
    var place = WordPlace.plain
    while true {
      skipLines()
      guard position < end else {
        reportEnd("\"[[\" is not closed", at: head.start)
        break
      }
      let start = position
      if Byte.role(bytes[position]) == .end, !readsProcessSubstitution, place == .plain {
        let isDouble = peek(1) == peek() && (peek() == Byte.ampersand || peek() == Byte.pipe)
        addLiteral(length: isDouble ? 2 : 1, to: &head)
        continue
      }
      let word = readWord(place)
      add(word, from: start, to: &head)
      if position == start { position += 1 }
      let text = head.words[head.words.count - 1].text
      if text == "]]" { break }
      place = text == "=~" ? .pattern : .plain
    }
    readRedirections(&head)
    finish(head)
  }

  private mutating func addLiteral(length: Int, to head: inout CommandHead) {
    let start = position
    position = min(position + length, end)
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    let word = ShellWord(parts: [.literal(text, isQuoted: false)], range: range(start, position), text: text)
    add(word, from: start, to: &head)
  }

  private mutating func readRedirections(_ head: inout CommandHead) {
    head.end = position
    while true {
      skipBlanks()
      guard let redirection = readRedirection(owners: [head.index], index: head.redirections.count) else { return }
      head.redirections.append(redirection)
      head.end = position
    }
  }

  /// Reads `((…))` whose `))` is at `close`: the words `((`, the text inside, `))`.
  mutating func readArithmeticCommand(_ close: Int) {
    var head = beginCommand()
    addLiteral(length: 2, to: &head)
    let start = position
    readNested(start..<close)
    guard !isAborted else { return finish(head) }
    position = close
    let text = String(decoding: bytes[start..<close], as: UTF8.self)
    add(ShellWord(parts: [.arithmetic(text)], range: range(start, close), text: text), from: start, to: &head)
    addLiteral(length: 2, to: &head)
    readRedirections(&head)
    finish(head)
  }
}
