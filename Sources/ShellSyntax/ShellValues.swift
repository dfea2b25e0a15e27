/// Works out the fields of one word.
struct ShellValues {
  /// Most variables whose values are made of other variables inside one another.
  private static let depthLimit = 8
  /// Most variables looked up for one word.
  private static let lookupLimit = 64
  /// Most assignments of one variable looked at, where those before were in other scopes or added to it.
  private static let setterLimit = 64

  /// The script that the word is from.
  let script: ShellScript
  /// The values of variables that the script does not set.
  let environment: (String) -> String?
  private var lookups = 0
  private var byteCount = 0

  /// Makes ready for one word of a script.
  init(script: ShellScript, environment: @escaping (String) -> String?) {
    (self.script, self.environment) = (script, environment)
  }

  /// A piece of a field and whether it may be split.
  private struct Piece {
    var text: String
    var splits: Bool
  }

  /// The fields of a word in a command; nil when they are not known.
  mutating func fields(of word: ShellWord, before command: Int, depth: Int = 0) -> [String]? {
    guard depth < Self.depthLimit else { return nil }
    if case .literal(let text, true) = word.parts.first, word.parts.count == 1 { return [text] }
    var fields: [String] = []
    for parts in BraceExpansion.expand(word.parts, limit: script.mostFields) {
      guard let combinations = combinations(of: parts, before: command, depth: depth) else { return nil }
      for pieces in combinations {
        guard pieces.reduce(byteCount, { $0 + $1.text.utf8.count }) <= script.mostFieldBytes else { return nil }
        let made = Self.split(pieces, keepsEmpty: word.isQuoted)
        fields.append(contentsOf: made)
        for field in made { byteCount += field.utf8.count }
        guard fields.count <= script.mostFields, byteCount <= script.mostFieldBytes else { return nil }
      }
    }
    return fields
  }

  /// Every choice of values for the parts of a word.
  private mutating func combinations(of parts: [ShellWord.Part], before command: Int, depth: Int) -> [[Piece]]? {
    var combinations: [[Piece]] = [[]]
    for part in parts {
      let choices: [Piece]
      switch part {
      case .literal(let text, _): choices = [Piece(text: text, splits: false)]
      case .parameter(let name, let operation, let isQuoted):
        guard let values = values(of: name, operation, before: command, depth: depth) else { return nil }
        choices = values.map { Piece(text: $0, splits: !isQuoted) }
      case .substitution, .arithmetic: return nil
      }
      let isSmall = combinations.count <= script.mostFields / max(1, choices.count)
      guard isSmall, combinations.count * choices.count * parts.count <= script.mostFieldBytes else {
        return nil
      }
      combinations = combinations.flatMap { pieces in choices.map { pieces + [$0] } }
    }
    return combinations
  }

  /// The values that a variable can have; nil when one of them is not known.
  private mutating func values(of name: String, _ operation: String, before command: Int, depth: Int) -> [String]? {
    lookups += 1
    guard lookups <= min(Self.lookupLimit, max(4, script.mostFields)), depth < Self.depthLimit else { return nil }
    let isArray = operation == "[@]" || operation == "[*]"
    let known = assigned(name, before: command, isArray: isArray, depth: depth)
    switch (operation, known) {
    case (_, .unknown): return nil
    case ("", .values(let values)): return values
    case ("[@]", .values(let values)), ("[*]", .values(let values)): return values
    case ("", .unset): return environment(name).map { [$0] }
    case (_, _) where operation.hasPrefix(":-") || operation.hasPrefix("-"):
      let isColon = operation.hasPrefix(":")
      var values: [String]?
      if case .values(let found) = known { values = found } else { values = environment(name).map { [$0] } }
      if let values, !isColon || !values.contains("") { return values }
      let operand = String(decoding: operation.utf8.dropFirst(isColon ? 2 : 1), as: UTF8.self)
      guard let fallback = literalValue(operand, before: command, depth: depth + 1) else { return nil }
      guard let values else { return [fallback] }
      return values.map { $0.isEmpty ? fallback : $0 }
    default: return nil
    }
  }

  /// The value of the operand of `${name:-operand}`.
  private mutating func literalValue(_ operand: String, before command: Int, depth: Int) -> String? {
    var parser = ShellParser(Array(("\"" + operand + "\"").utf8))
    let word = parser.readWord()
    let isWhole = parser.position == parser.end && parser.script.problems.isEmpty
    guard isWhole, !operand.utf8.contains(Byte.doubleQuote), !operand.utf8.contains(Byte.singleQuote) else {
      return nil
    }
    guard let combinations = combinations(of: word.parts, before: command, depth: depth), combinations.count == 1 else {
      return nil
    }
    return combinations[0].map(\.text).joined()
  }

  private enum Assigned {
    case unset
    case unknown
    case values([String])
  }

  /// What the script sets a variable to before a command, in the command's scope or one around it.
  private mutating func assigned(_ name: String, before command: Int, isArray: Bool, depth: Int) -> Assigned {
    guard script.commands.indices.contains(command) else { return .unset }
    var suffixes: [[String]] = []
    var around = Set<Int>()
    for scope in script.enclosing(script.commands[command]) { around.insert(scope) }
    let loop = innermostLoop(of: name, around: around)
    let setters = script.setters[name] ?? []
    var seen = 0
    var next = Self.firstIndex(in: setters, notBelow: command)
    while next > 0 {
      next -= 1
      guard seen < Self.setterLimit else { return .unknown }
      seen += 1
      let index = setters[next]
      let candidate = script.commands[index]
      if let loop, candidate.range.lowerBound < script.scopes[loop].range.lowerBound { break }
      guard let assignment = candidate.assignments.last(where: { $0.name == name }) else { return .unknown }
      guard candidate.keepsAssignments, candidate.pipeline.count == 1 else { continue }
      guard isTransparent(candidate.scope, within: around) else { continue }
      guard around.contains(candidate.scope), candidate.join != .or else { return .unknown }
      guard let values = value(of: assignment, at: index, isArray: isArray, depth: depth) else { return .unknown }
      guard assignment.appends else { return .values(Self.joined(values, suffixes)) }
      suffixes.append(values)
    }
    if let loop { return loopValues(loop, before: command, depth: depth) }
    guard !suffixes.isEmpty else { return .unset }
    return .values(Self.joined([environment(name) ?? ""], suffixes))
  }

  /// Whether an assignment in a scope is still there behind it, as in a group or a branch.
  private func isTransparent(_ scope: Int, within around: Set<Int>) -> Bool {
    var next: Int? = scope
    while let index = next, !around.contains(index) {
      switch script.scopes[index].kind {
      case .subshell, .substitution, .shellText, .function: return false
      default: next = script.scopes[index].parent
      }
    }
    return true
  }

  private func innermostLoop(of name: String, around: Set<Int>) -> Int? {
    around.filter {
      if case .forBody(name, _) = script.scopes[$0].kind { true } else { false }
    }.max { script.scopes[$0].range.lowerBound < script.scopes[$1].range.lowerBound }
  }

  private mutating func loopValues(_ loop: Int, before command: Int, depth: Int) -> Assigned {
    guard case .forBody(_, let words) = script.scopes[loop].kind, let words, !words.isEmpty else { return .unknown }
    let first = firstCommand(from: script.scopes[loop].range.lowerBound)
    var values: [String] = []
    for word in words {
      guard let fields = fields(of: word, before: min(first, command), depth: depth + 1) else { return .unknown }
      values.append(contentsOf: fields)
      guard values.count <= script.mostFields else { return .unknown }
    }
    return .values(values)
  }

  /// The first command that begins at `offset` or behind it.
  private func firstCommand(from offset: Int) -> Int {
    var (low, high) = (0, script.commands.count)
    while low < high {
      let middle = (low + high) / 2
      if script.commands[middle].range.lowerBound < offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The index of the first number that is at least `value`.
  private static func firstIndex(in sorted: [Int], notBelow value: Int) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private mutating func value(
    of assignment: ShellAssignment, at command: Int, isArray: Bool, depth: Int
  ) -> [String]? {
    if let elements = assignment.elements {
      guard isArray else { return nil }
      var values: [String] = []
      for element in elements {
        guard let fields = fields(of: element, before: command, depth: depth + 1) else { return nil }
        values.append(contentsOf: fields)
      }
      return values
    }
    return combinations(of: assignment.value.parts, before: command, depth: depth + 1)?.map { pieces in
      pieces.map(\.text).joined()
    }
  }

  private static func joined(_ values: [String], _ suffixes: [[String]]) -> [String] {
    var values = values
    for suffix in suffixes.reversed() {
      guard values.count * suffix.count <= ShellScript.fieldLimit else { return values }
      values = values.flatMap { value in suffix.map { value + $0 } }
    }
    return values
  }

  /// Joins pieces to fields, splitting those that may be at blanks.
  private static func split(_ pieces: [Piece], keepsEmpty: Bool) -> [String] {
    var (fields, field, isOpen): ([String], [UInt8], Bool) = ([], [], false)
    for piece in pieces {
      guard piece.splits else {
        field.append(contentsOf: piece.text.utf8)
        isOpen = isOpen || !piece.text.isEmpty
        continue
      }
      for byte in piece.text.utf8 {
        if byte == Byte.space || byte == Byte.tab || byte == Byte.newline {
          if isOpen { fields.append(String(decoding: field, as: UTF8.self)) }
          (field, isOpen) = ([], false)
        } else {
          field.append(byte)
          isOpen = true
        }
      }
    }
    if isOpen || (keepsEmpty && fields.isEmpty) { fields.append(String(decoding: field, as: UTF8.self)) }
    return fields
  }
}

extension ShellCommand {
  /// Whether its assignments last after it: it is nothing else, or `export` or its like.
  var keepsAssignments: Bool {
    guard let first = words.first else { return true }
    switch first.text {
    case "export", "readonly", "local", "declare", "typeset", "command", "builtin": return true
    default: return false
    }
  }

  /// Whether `setNames` can have any; cheap, for each command.
  var maySetVariables: Bool {
    guard assignments.isEmpty else { return true }
    switch words.first?.text.utf8.first {
    case UInt8(ascii: "r"), UInt8(ascii: "u"), UInt8(ascii: "g"), UInt8(ascii: "m"), UInt8(ascii: "p"): return true
    default: return false
    }
  }

  /// The variables that it sets or that it may change in a way that is not followed.
  var setNames: [String] {
    var names = assignments.map { name(of: $0) }
    switch words.first?.text {
    case "read", "unset", "getopts", "mapfile", "readarray", "printf":
      names.append(contentsOf: words.dropFirst().compactMap { $0.literal })
    default: break
    }
    return names
  }

  /// The variable's name without a subscript.
  private func name(of assignment: ShellAssignment) -> String {
    String(decoding: assignment.name.utf8.prefix { $0 != Byte.openBracket }, as: UTF8.self)
  }
}
