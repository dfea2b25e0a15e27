/// Compiles the arguments of find with a stack of operators, so that depth of nesting costs no recursion.
struct FindParser {
  private enum Operator: Equatable {
    case open
    case not
    /// With the place of the jump that skips the right side.
    case and(Int)
    case or(Int)
    case comma
  }

  private(set) var expression = FindExpression()
  private let words: [FindWord]
  private var index = 0
  private var operators: [Operator] = []
  /// Whether the last thing read is a whole operand.
  private var hasOperand = false

  init(_ words: [FindWord]) { self.words = words }

  mutating func parse() {
    readRoots()
    while index < words.count, expression.problem == nil { readElement() }
    if expression.problem == nil { finish() }
  }

  private mutating func readRoots() {
    while index < words.count {
      let text = words[index].text
      switch text {
      case "-H", "-L": expression.followsRoots = true
      case "-P": expression.followsRoots = false
      case "-D": index += 1
      case _ where text.hasPrefix("-O") && text.utf8.count == 3: break
      case "--": break
      default:
        guard text.utf8.first != UInt8(ascii: "-"), !["(", ")", "!", ","].contains(text) else { return }
        expression.roots.append(words[index])
      }
      index += 1
    }
  }

  // MARK: operators

  private mutating func readElement() {
    let word = words[index]
    index += 1
    switch word.text {
    case "(":
      joinImplicitly()
      operators.append(.open)
    case ")": close()
    case "!", "-not":
      joinImplicitly()
      operators.append(.not)
    case "-a", "-and": join(.and(0))
    case "-o", "-or":
      expression.hasAlternatives = true
      join(.or(0))
    case ",": join(.comma)
    default:
      guard word.isKnown else {
        expression.hasUnknownWord = true
        return
      }
      joinImplicitly()
      readPrimary(word.text)
      operandIsRead()
    }
  }

  private mutating func joinImplicitly() { if hasOperand { join(.and(0)) } }

  private mutating func operandIsRead() {
    while operators.last == .not {
      operators.removeLast()
      expression.code.append(.negate)
    }
    hasOperand = true
  }

  private static func rank(_ operation: Operator) -> Int {
    switch operation {
    case .open: 0
    case .comma: 1
    case .or: 2
    case .and: 3
    case .not: 4
    }
  }

  private mutating func join(_ operation: Operator) {
    guard hasOperand else {
      expression.problem = "an operator has no expression before it"
      return
    }
    while let last = operators.last, last != .open, Self.rank(last) >= Self.rank(operation) { popOperator() }
    switch operation {
    case .and:
      operators.append(.and(expression.code.count))
      expression.code.append(.jumpIfFalse(0))
    case .or:
      operators.append(.or(expression.code.count))
      expression.code.append(.jumpIfTrue(0))
    default: operators.append(operation)
    }
    hasOperand = false
  }

  private mutating func popOperator() {
    switch operators.popLast() {
    case .and(let jump): expression.code[jump] = .jumpIfFalse(expression.code.count)
    case .or(let jump): expression.code[jump] = .jumpIfTrue(expression.code.count)
    case .not: expression.code.append(.negate)
    case .open, .comma, nil: break
    }
  }

  private mutating func close() {
    guard hasOperand else {
      expression.problem = "a parenthesis is closed with nothing before it"
      return
    }
    while let last = operators.last, last != .open { popOperator() }
    guard operators.popLast() != nil else {
      expression.problem = "a parenthesis is closed that was not opened"
      return
    }
    operandIsRead()
  }

  private mutating func finish() {
    if !hasOperand, !operators.isEmpty {
      expression.problem = "the expression ends behind an operator"
      return
    }
    while let last = operators.last {
      guard last != .open else {
        expression.problem = "a parenthesis is not closed"
        return
      }
      popOperator()
    }
    guard expression.actions.isEmpty else { return }
    // Without an action the names of all that match are printed.
    expression.actions = [.print]
    if expression.code.isEmpty { expression.code = [.test(.constant(true))] }
    expression.code.append(.jumpIfFalse(expression.code.count + 2))
    expression.code.append(.test(.action(0)))
  }

  // MARK: primaries

  private mutating func argument() -> FindWord {
    guard index < words.count else {
      expression.problem = "an expression has no argument"
      return FindWord(text: "")
    }
    defer { index += 1 }
    return words[index]
  }

  private mutating func test(_ test: FindExpression.Test) { expression.code.append(.test(test)) }

  private mutating func act(_ action: FindExpression.Action) {
    test(.action(expression.actions.count))
    expression.actions.append(action)
  }

  private mutating func readPrimary(_ name: String) {
    switch name {
    case "-perm": readPermission(argument())
    case "-type", "-xtype": test(.type(Array(argument().text.utf8)))
    case "-path", "-wholename", "-ipath", "-iwholename", "-name", "-iname": readPattern(name, argument().text)
    case "-regex", "-iregex":
      // The generic file is taken to have a name that nobody wrote down.
      expression.patterns.append((argument().text, false, true))
      test(.constant(false))
    case "-prune":
      expression.prunes = true
      test(.prune)
    case "-delete":
      expression.isDepthFirst = true
      act(.delete)
    case "-depth", "-d":
      expression.isDepthFirst = true
      test(.constant(true))
    case "-maxdepth", "-mindepth": readDepth(name, argument().text)
    case "-print", "-print0": act(.print)
    case "-printf":
      _ = argument()
      act(.print)
    case "-ls": act(.other)
    case "-fprint", "-fprint0", "-fls":
      _ = argument()
      act(.other)
    case "-fprintf":
      _ = argument()
      _ = argument()
      act(.other)
    case "-exec", "-execdir": readCommand(asks: false)
    case "-ok", "-okdir": readCommand(asks: true)
    default: readPlainTest(name)
    }
  }

  private mutating func readPermission(_ word: FindWord) {
    guard word.isKnown else {
      expression.hasUnknownWord = true
      test(.permission(FindPermission("/6000")))
      return
    }
    let permission = FindPermission(word.text)
    expression.permissions.append(permission)
    test(.permission(permission))
  }

  private mutating func readPattern(_ name: String, _ text: String) {
    let isFileName = name == "-name" || name == "-iname"
    let pattern = NamePattern(text, ignoresCase: name.hasPrefix("-i"))
    expression.patterns.append((text, isFileName, false))
    test(isFileName ? .name(pattern) : .path(pattern))
  }

  private mutating func readDepth(_ name: String, _ text: String) {
    let depth = Int(text) ?? (name == "-maxdepth" ? Int.max : 0)
    if name == "-maxdepth" { expression.deepest = depth } else { expression.shallowest = depth }
    test(.constant(true))
  }

  /// The words of `-exec` up to `;`, or to `+` behind `{}`.
  private mutating func readCommand(asks: Bool) {
    let start = index
    while index < words.count {
      let text = words[index].text
      let isEnd = text == ";" || (text == "+" && index > start && words[index - 1].text == "{}")
      index += 1
      guard isEnd else { continue }
      let command = words[start..<(index - 1)].map(\.text)
      // Nobody answers in a build.
      if asks { test(.constant(false)) }
      if asks { expression.actions.append(.other) } else { act(.execute(command)) }
      return
    }
    expression.problem = "-exec is not ended by ; or +"
  }

  /// Tests that are not about modes, as they come out for a program of root's that has been there for long.
  private mutating func readPlainTest(_ name: String) {
    switch name {
    case "-false", "-empty", "-nouser", "-nogroup": test(.constant(false))
    case "-user", "-uid", "-group", "-gid": test(.constant(["root", "0"].contains(argument().text)))
    case "-fstype":
      test(.constant(!["proc", "sysfs", "tmpfs", "devtmpfs", "nfs", "devpts", "cgroup"].contains(argument().text)))
    case "-size": test(.constant(argument().text != "0"))
    case "-samefile", "-inum", "-lname", "-ilname", "-anewer", "-cnewer":
      _ = argument()
      test(.constant(false))
    case _ where name.hasPrefix("-newer"):
      _ = argument()
      test(.constant(false))
    case "-links", "-mtime", "-atime", "-ctime", "-mmin", "-amin", "-cmin", "-used", "-regextype", "-context":
      _ = argument()
      test(.constant(true))
    default: test(.constant(true))
    }
  }
}
