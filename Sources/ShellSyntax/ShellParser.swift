/// Reads shell text into a `ShellScript`.
///
/// Compound commands are kept on a stack of frames; only substitutions, `${…}` and the texts of `sh -c` recurse.
struct ShellParser {
  /// Most compounds and texts inside one another; real scripts stay below 20.
  static let depthLimit = 100
  /// Most substitutions, `${…}` and `sh -c` texts inside one another, which have to fit a stack of 512 KiB in a debug
  /// build; real scripts stay below 8.
  static let recursionLimit = 30
  /// Most `sh -c` texts inside one another, each of which may be copied once.
  static let textDepthLimit = 5
  /// Most problems that are told of one text; more of them say nothing new.
  static let problemLimit = 50

  /// What was read so far.
  var script = ShellScript()
  /// The text being read: all of it, or an unquoted copy of a part.
  var bytes: [UInt8]
  /// For a copy the place of each of its bytes in the text; empty for the text itself.
  var offsets: [Int32] = []
  /// What was expanded before a copy is read, in its order.
  var opaque: [KnownExpansion] = []
  /// The next byte.
  var position = 0
  /// Where the text or the part of it that is being read ends.
  var end: Int
  /// Whether the end was met inside of something, which is told once.
  var isTruncated = false
  /// Whether a limit ended all reading.
  var isAborted = false
  /// The texts and compounds being read, the innermost last.
  var frames: [Frame] = []
  /// Commands (`index`) and scopes (`~index`) of the lists being read, those of the innermost frame last.
  var members: [Int] = []
  /// The here-documents whose lines come next, those of the innermost text last.
  var pending: [PendingHereDocument] = []
  /// The outermost expansions in the words of the commands being read.
  var expansions: [KnownExpansion] = []
  /// Substitutions, `${…}` and texts that are being read.
  var recursion = 0
  /// `sh -c` texts that are being read.
  var textDepth = 0
  /// Numbers of pipelines given so far.
  var pipelineCount = 0
  /// Bytes that may still be looked at to tell `((` from two parentheses.
  var scanBudget: Int
  /// Where the target of the last redirection stands in the text being read.
  var lastTarget = 0..<0
  /// Whether commands may be out of the text's order.
  var isOutOfOrder = false

  /// A parser at the beginning of a text.
  init(_ bytes: [UInt8]) {
    (self.bytes, end, scanBudget) = (bytes, bytes.count, 16 * bytes.count + 4096)
  }

  /// An expansion that stands at `start..<end` of the text being read.
  struct KnownExpansion {
    /// Its first byte.
    var start: Int
    /// The byte behind it.
    var end: Int
    /// What it is.
    var part: ShellWord.Part
  }

  /// A here-document whose lines come after the line being read.
  struct PendingHereDocument {
    /// A command's index, or `~index` of each scope of a compound.
    var owners: [Int]
    /// Its index among the redirections of its owner.
    var redirection: Int
    /// The line that closes it.
    var delimiter: [UInt8]
    /// Whether tabs before that line are left out, as for `<<-`.
    var stripsTabs: Bool
    /// Whether no part of the delimiter is quoted.
    var isExpanded: Bool
  }

  /// Reads all of the text.
  mutating func readScript() {
    guard bytes.count < Int(Int32.max) else {
      return report("shell text is over the limit of 2 GB", at: 0)
    }
    let scope = openScope(.script, parent: nil, pipeline: nextPipeline(), start: 0)
    readList(.text, scope: scope)
    finishScript()
  }

  /// Orders and indexes what was read.
  mutating func finishScript() {
    if isOutOfOrder { sortCommands() }
    findCalls()
    for index in script.commands.indices {
      guard script.commands[index].maySetVariables else { continue }
      for name in script.commands[index].setNames { script.setters[name, default: []].append(index) }
    }
  }

  /// Notes which functions are called.
  private mutating func findCalls() {
    var calls: [String: (first: Int, last: Int)] = [:]
    var functions: [(scope: Int, name: String)] = []
    for (index, scope) in script.scopes.enumerated() {
      guard case .function(let name) = scope.kind else { continue }
      functions.append((index, name))
      calls[name] = (Int.max, Int.min)
    }
    guard !functions.isEmpty else { return }
    for command in script.commands {
      guard let name = command.words.first?.literal, let call = calls[name] else { continue }
      let place = command.range.lowerBound
      calls[name] = (min(call.first, place), max(call.last, place))
    }
    for function in functions {
      guard let call = calls[function.name], call.first <= call.last else { continue }
      let range = script.scopes[function.scope].range
      let isOutside = call.first < range.lowerBound || call.last >= range.upperBound
      if isOutside { script.calledFunctions.insert(function.scope) }
    }
  }

  /// Makes the commands be in the text's order, where a text was read after a substitution inside it.
  private mutating func sortCommands() {
    let order = script.commands.indices.sorted {
      let (left, right) = (script.commands[$0].range.lowerBound, script.commands[$1].range.lowerBound)
      return left != right ? left < right : $0 < $1
    }
    var places = [Int](repeating: 0, count: order.count)
    for (new, old) in order.enumerated() { places[old] = new }
    script.commands = order.map { script.commands[$0] }
    script.pipelines = script.pipelines.mapValues { members in members.map { $0 >= 0 ? places[$0] : $0 } }
    for index in script.scopes.indices {
      if case .shellText(let command) = script.scopes[index].kind {
        script.scopes[index].kind = .shellText(command: places[command])
      }
    }
  }

  /// The place in the outer text of a place in the text being read.
  func offset(_ position: Int) -> Int {
    guard !offsets.isEmpty else { return position }
    return position < offsets.count ? Int(offsets[position]) : (offsets.last.map { Int($0) } ?? 0) + 1
  }

  /// The range in the outer text of a range of the text being read.
  func range(_ start: Int, _ end: Int) -> Range<Int> {
    guard !offsets.isEmpty else { return start..<max(start, end) }
    let lower = offset(start)
    return lower..<max(lower, end > start ? offset(end - 1) + 1 : lower)
  }

  /// The byte `ahead` of the position; 0 behind the end.
  func peek(_ ahead: Int = 0) -> UInt8 {
    position + ahead < end ? bytes[position + ahead] : 0
  }

  /// Notes a problem at a place of the text being read.
  mutating func report(_ message: String, at position: Int) {
    guard !isAborted, script.problems.count < Self.problemLimit else { return }
    script.problems.append(ShellProblem(message, offset: offset(position)))
  }

  /// Notes a problem at a place where commands before it may be all of a text.
  mutating func reportLeftover(_ message: String, at position: Int) {
    let isOutermost = frames.count == 1 && recursion == 1 && offsets.isEmpty && end == bytes.count
    if isOutermost, script.problems.isEmpty, frames[0].needs == nil { script.leftover = position }
    report(message, at: position)
  }

  /// Tells that the text ends inside of what began at `start`.
  mutating func reportEnd(_ message: String, at start: Int) {
    if !isTruncated { report(message, at: start) }
    (isTruncated, position) = (true, end)
  }

  /// Ends all reading.
  mutating func abort(_ message: String) {
    report(message, at: position)
    (isAborted, position) = (true, end)
  }

  /// Whether one more frame may be opened; if not all reading ends.
  mutating func hasRoom() -> Bool {
    if frames.count < Self.depthLimit { return true }
    abort("nesting is deeper than \(Self.depthLimit) levels")
    return false
  }

  /// Whether one more substitution or the like may be opened; if not all reading ends.
  mutating func mayRecurse() -> Bool {
    if recursion < Self.recursionLimit { return true }
    abort("substitutions are nested deeper than \(Self.recursionLimit) levels")
    return false
  }

  /// Runs `body` with only `range` of the text being read, then goes on at `range.upperBound`.
  mutating func within(_ range: Range<Int>, _ body: (inout ShellParser) -> Void) {
    let outer = (position, end, isTruncated)
    (position, end, isTruncated) = (range.lowerBound, min(range.upperBound, end), false)
    body(&self)
    (position, end, isTruncated) = outer
    if isAborted { position = end }
  }

  /// Runs `body` on a copy of a part of the text, then goes on where it was.
  mutating func within(copy: UnquotedText, _ body: (inout ShellParser) -> Void) {
    let outer = (bytes, offsets, opaque)
    let place = (position, end, isTruncated)
    (bytes, offsets, opaque) = (copy.bytes, copy.offsets, copy.opaque)
    (position, end, isTruncated) = (0, copy.bytes.count, false)
    body(&self)
    (bytes, offsets, opaque) = outer
    (position, end, isTruncated) = place
    if isAborted { position = end }
  }

  /// What was expanded already at a place of a copy.
  func known(at position: Int) -> KnownExpansion? {
    guard !opaque.isEmpty else { return nil }
    var (low, high) = (0, opaque.count)
    while low < high {
      let middle = (low + high) / 2
      if opaque[middle].start < position { low = middle + 1 } else { high = middle }
    }
    guard low < opaque.count, opaque[low].start == position, opaque[low].end <= end else { return nil }
    return opaque[low]
  }
}
