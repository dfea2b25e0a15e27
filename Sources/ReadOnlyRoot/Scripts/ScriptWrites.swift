import ShellSyntax

/// What one shell script writes, and which other scripts it runs.
struct ScriptWrites {
  /// In the order of the text.
  private(set) var writes: [ScriptWrite] = []
  /// Lines of writes to places that cannot be told, at most 100.
  private(set) var unresolved: [Int] = []
  private(set) var calls: [ScriptCall] = []
  /// The commands that may run, by the base name of their program.
  private(set) var programs: [String: Reach] = [:]
  /// Directories that it surely makes unless they are there.
  private(set) var made: Set<String> = []
  /// What could not be understood; nil when all was.
  private(set) var problem: String?
  /// Words, commands and scopes looked at.
  private(set) var steps = 0

  /// Bytes of a script that are read.
  static let mostBytes = 256 << 10
  private static let mostUnresolved = 100
  private static let mostWrites = 2000
  /// Files sourced by one script whose variables are taken over.
  private static let mostSourced = 16

  private let script: ShellScript
  private let text: [UInt8]
  private let context: ScriptContext
  private var values: ScriptValues
  private var directories: ScriptDirectories
  private var lines: LineCounter

  /// A target that is worked out, before it is known whether the command runs.
  private struct Found {
    var command: Int
    var offset: Int
    var range: Range<Int>
    var path: String?
    var isFile = false
    var isOptional = false
    var isHint = false
    /// A directory that is there already.
    var isMade = false
    /// The call of the function that it is in.
    var caller: Int?
    /// The scope of a compound whose redirection it is.
    var scope: Int?
  }

  init(_ bytes: [UInt8], _ context: ScriptContext) {
    text = Array(bytes.prefix(Self.mostBytes))
    var parsed = ShellScript.parse(text, dialect: .bash)
    parsed.limitFields(fileBytes: text.count)
    (script, self.context, values) = (parsed, context, ScriptValues(parsed, context))
    directories = ScriptDirectories(parsed, start: context.directory)
    lines = LineCounter(text)
    problem = parsed.problems.first?.message
    guard !parsed.commands.isEmpty else { return }
    takeOverSourced()
    var found: [Found] = []
    for index in parsed.commands.indices {
      guard found.count < Self.mostWrites else { break }
      found += targets(of: index)
    }
    found += compoundRedirections()
    let written = Set(found.compactMap(\.path))
    let parents = Set(written.map(ScriptPath.parent))
    let test = ShellTest(isWritten: { written.contains($0) || parents.contains($0) }, place: context.place)
    let flow = ScriptFlow(parsed, context, test, &values)
    finish(found, flow)
    lookAtCalls(flow)
    steps = values.steps + flow.steps
  }

  /// The variables that sourced files set.
  private mutating func takeOverSourced() {
    var left = Self.mostSourced
    for (index, command) in script.commands.enumerated() where left > 0 {
      guard let name = command.words.first?.literal, name == "." || name == "source", command.words.count > 1,
        let path = values.single(command.words[1], at: index), let whole = ScriptPath.absolute(path, in: nil),
        let bytes = context.content(whole)
      else { continue }
      left -= 1
      let inner = ShellScript.parse(Array(bytes.prefix(64 << 10)) + Array("\n:".utf8), dialect: .bash)
      var innerValues = ScriptValues(inner, context)
      values.add(innerValues.finalValues())
    }
  }

  // The paths, without whether the command runs.

  private mutating func targets(of index: Int) -> [Found] {
    let command = script.commands[index]
    let targets = command.words.isEmpty ? nil : CommandTargets(script.resolved(command))
    guard targets?.isEmpty == false || !command.redirections.isEmpty else { return [] }
    let calls = values.calls(around: index)
    guard !calls.isEmpty else { return resolve(targets, command, index) }
    var out: [Found] = []
    for (caller, arguments) in calls {
      values.callArguments = arguments
      for var found in resolve(targets, command, index) {
        found.caller = caller
        out.append(found)
      }
    }
    values.callArguments = nil
    return out
  }

  private mutating func resolve(_ targets: CommandTargets?, _ command: ShellCommand, _ index: Int) -> [Found] {
    var out: [Found] = []
    for target in targets?.all.prefix(256) ?? [] { out += resolve(target, index) }
    for _ in 0..<(targets?.unknown ?? 0) { out.append(unknown(index)) }
    for redirection in command.redirections.prefix(64) { out += resolve(redirection, index) }
    return out
  }

  private func unknown(_ index: Int) -> Found {
    let range = script.commands[index].range
    return Found(command: index, offset: range.lowerBound, range: range)
  }

  private mutating func resolve(_ target: CommandTarget, _ index: Int) -> [Found] {
    var paths: [String?] = []
    switch target.name {
    case .path(let path): paths = [path]
    case .temporary:
      let word = ShellWord(
        parts: [.parameter(name: "TMPDIR", operation: ":-/tmp", isQuoted: true)], range: 0..<0, text: "")
      paths = [values.single(word, at: index)]
    case .current(let below):
      paths = [directories.directory(at: index, &values).map { below.isEmpty ? $0 : $0 + "/" + below }]
    case .word(let word):
      if values.isTemporary(word) || word.text.hasPrefix("{}") { return [] }
      guard let fields = values.fields(of: word, at: index) else { return [unknown(index)] }
      paths = fields.prefix(64).map { field in
        let isRelative = field.utf8.first != UInt8(ascii: "/")
        return ScriptPath.absolute(field, in: isRelative ? directories.directory(at: index, &values) : nil)
      }
      if target.effect == .removal || target.effect == .metadata, fields.contains(where: ScriptPath.hasGlob) {
        return paths.compactMap { path in
          path.flatMap { found(CommandTarget(.path($0), .into, isOptional: true), $0, index) }
        }
      }
      if fields.contains(where: { $0.utf8.last == UInt8(ascii: "/") }), target.effect == .fileOrInto {
        return paths.compactMap { path in path.flatMap { found(CommandTarget(.path($0), .into), $0, index) } }
      }
    }
    return paths.compactMap { path in
      guard let path else { return unknown(index) }
      return found(target, path, index)
    }
  }

  /// What a target comes to in the image; nil when nothing is written.
  private func found(_ target: CommandTarget, _ path: String, _ index: Int) -> Found? {
    guard path != "/", !ScriptPath.isOfKernel(path) else { return nil }
    if target.effect == .file, path.utf8.reversed().starts(with: "XXX".utf8) {
      return found(CommandTarget(.path(path), .into), ScriptPath.parent(path), index)
    }
    let place = context.place(path)
    var out = unknown(index)
    (out.path, out.isOptional) = (path, target.isOptional)
    switch (target.effect, place) {
    case (_, .stream), (.removal, .missing): return nil
    case (.directory, .directory): out.isMade = true
    case (.file, _), (.removal, .file): out.isFile = place != .directory
    case (.fileOrInto, _): out.isFile = place != .directory
    case (.metadata, .missing): out.isOptional = true
    case (.metadata, _): out.isFile = place == .file
    case (.into, .missing): if target.isOptional { return nil }
    case (.into, _), (.directory, _), (.removal, _): break
    }
    return out
  }

  private mutating func resolve(_ redirection: ShellRedirection, _ index: Int) -> [Found] {
    switch redirection.operation {
    case ">", ">>", ">|", "&>", "&>>", "<>": break
    case ">&":
      let text = redirection.target.text.utf8
      if text.allSatisfy({ (48...57).contains($0) || $0 == UInt8(ascii: "-") }) { return [] }
    case "<<", "<<-", "<<<":
      guard context.isBash else { return [] }
      let target = CommandTarget(.temporary, .into)
      let isLong = (redirection.body?.range.count ?? 0) >= 4096
      return resolve(target, index).filter { $0.path != nil }.map { found in
        var found = found
        (found.isHint, found.isOptional) = (!isLong, true)
        return found
      }
    default: return []
    }
    return resolve(CommandTarget(redirection.target, .file), index)
  }

  private mutating func compoundRedirections() -> [Found] {
    var out: [Found] = []
    for (at, scope) in script.scopes.enumerated() where scope.part == 0 && !scope.redirections.isEmpty {
      guard out.count < Self.mostWrites, let index = firstCommand(from: scope.range.lowerBound) else { continue }
      for redirection in scope.redirections.prefix(16) {
        for var found in resolve(redirection, index) {
          found.scope = at
          found.range = redirection.target.range
          found.offset = redirection.target.range.lowerBound
          out.append(found)
        }
      }
    }
    return out
  }

  private func firstCommand(from offset: Int) -> Int? {
    var (low, high) = (0, script.commands.count)
    while low < high {
      let middle = (low + high) / 2
      if script.commands[middle].range.lowerBound < offset { low = middle + 1 } else { high = middle }
    }
    return low < script.commands.count ? low : nil
  }

  // What runs.

  private mutating func finish(_ found: [Found], _ flow: ScriptFlow) {
    var shown: [String: Int] = [:]
    for found in found.sorted(by: { ($0.offset, $0.command) < ($1.offset, $1.command) }) {
      var reach = found.scope.map { flow.reach(ofCompound: $0) } ?? flow.reach[found.command]
      var isTolerated = found.scope.map { flow.isScopeTolerated[$0] } ?? flow.isTolerated[found.command]
      if let caller = found.caller, found.scope == nil {
        reach = min(reach, flow.reach[caller])
        isTolerated = isTolerated || flow.isTolerated[caller]
      }
      guard reach != .never else { continue }
      let line = lines.number(at: found.offset)
      guard let path = found.path else {
        if unresolved.count < Self.mostUnresolved, unresolved.last != line { unresolved.append(line) }
        continue
      }
      let isSure = reach == .sure && !found.isOptional && !isTolerated
      if isSure { made.insert(path) }
      if found.isMade { continue }
      let write = ScriptWrite(
        path: path, isFile: found.isFile, line: line,
        text: ScriptQuote.text(of: text[found.range.clamped(to: 0..<text.count)]),
        confidence: found.isHint ? .hint : isSure ? .likely : .possible)
      if let old = shown["\(line) \(path)"] {
        writes[old].confidence = max(writes[old].confidence, write.confidence)
      } else {
        shown["\(line) \(path)"] = writes.count
        writes.append(write)
      }
    }
  }

  private mutating func lookAtCalls(_ flow: ScriptFlow) {
    var finder = ScriptCalls(script, context)
    var counter = LineCounter(text)
    for index in script.commands.indices where flow.reach[index] != .never {
      let command = script.commands[index]
      let resolved = script.resolved(command)
      if !resolved.name.isEmpty { programs[resolved.name] = max(programs[resolved.name] ?? .never, flow.reach[index]) }
      let reach = flow.isTolerated[index] ? min(.guarded, flow.reach[index]) : flow.reach[index]
      for var call in finder.calls(of: command, resolved, index, &values, directories) {
        call.reach = min(call.reach, reach)
        call.line = counter.number(at: command.range.lowerBound)
        calls.append(call)
      }
    }
  }
}
