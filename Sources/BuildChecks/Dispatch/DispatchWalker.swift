import Core
import Dockerfile

/// Goes through a file as BuildKit does, and notes what checks ask about.
struct DispatchWalker {
  var result: BuildDispatch
  let syntax: DockerfileSyntax
  let options: BuildCheckOptions
  let arguments: [String: String]
  let expander: BuildExpander
  let heredocExpander: BuildExpander
  private let predefined: BuildVariables
  var globals = BuildVariables()
  /// Names of ARG before the first FROM.
  var globalNames: Set<String> = []
  /// Instructions of each stage, as indices in the syntax's.
  var bodies: [[Int]] = []
  /// The last stage of each name.
  var stageByName: [String: Int] = [:]
  /// What holds at the end of each stage; nil while it has not been carried out.
  var ends: [StageState?] = []
  var keptBytes = 0
  var triggeredCount = 0
  var comparedNames = 0
  var ignore: ContextIgnore?
  private var lastPlaces: (node: Int, part: Range<Int>, places: [String: Range<Int>]) = (-1, 0..<0, [:])

  init(_ dispatch: BuildDispatch) {
    result = dispatch
    (syntax, options) = (dispatch.syntax, dispatch.options)
    arguments = Dictionary(options.buildArguments.map { ($0.name, $0.value) }) { $1 }
    let isUsual = arguments.isEmpty && options.target == nil && options.platform == BuildCheckOptions().platform
    predefined = isUsual ? DispatchWalker.usual : DispatchWalker.predefined(options, arguments)
    ignore = options.dockerignore.flatMap { ContextIgnore($0) }
    let count = syntax.source.bytes.count
    expander = BuildExpander(escape: syntax.escape, fileBytes: count)
    heredocExpander = BuildExpander(escape: UInt8(ascii: "\\"), fileBytes: count, ignoresQuotes: true)
  }

  mutating func run() {
    if let error = syntax.parseError, fail(BuildError(error)) { return }
    result.isParsed = true
    guard read() else { return }
    result.isRead = true
    let declarations = group()
    markInvalidDefaults(declarations)
    guard declareGlobals(declarations), readStages(), let order = order() else { return }
    for stage in order {
      guard carryOut(stage) else { return }
    }
  }

  /// Notes an error; whether to stop for it.
  mutating func fail(_ error: BuildError) -> Bool {
    if result.errors.count < BuildCheckLimits.errors { result.errors.append(error) }
    return options.isStrictlyBuildKit
  }

  /// Notes that checks were left out, each reason once.
  mutating func remark(_ text: String) {
    if !result.limitRemarks.contains(text) { result.limitRemarks.append(text) }
  }

  /// Turns nodes into instructions; false when to stop.
  private mutating func read() -> Bool {
    result.readNodes = syntax.nodes.count
    guard let error = syntax.errors.first(where: { $0.layer != .parse }) else { return true }
    guard fail(BuildError(error)) else { return true }
    if error.layer == .instruction {
      var accepted = 0
      for instruction in syntax.instructions {
        guard instruction.node == accepted else { break }
        accepted += 1
      }
      result.readNodes = min(accepted + 1, syntax.nodes.count)
    }
    return false
  }

  /// Sorts instructions into stages; returns those before the first, which are ARG.
  private mutating func group() -> [(node: Int, declarations: [ArgumentDeclaration])] {
    var globals: [(node: Int, declarations: [ArgumentDeclaration])] = []
    var node = 0
    // What follows a FROM that is refused belongs to no stage that is known.
    var isLost = false
    for (index, instruction) in syntax.instructions.enumerated() {
      while node < instruction.node {
        if syntax.nodes[node].texts.first?.keyword == .from { isLost = true }
        node += 1
      }
      node = instruction.node + 1
      if case .from(let from) = instruction.kind {
        isLost = false
        result.stages.append(DispatchedStage(from: from, node: instruction.node, name: from.name.map(lowercased)))
        bodies.append([])
      } else if !isLost, !bodies.isEmpty {
        bodies[bodies.count - 1].append(index)
      } else if bodies.isEmpty, case .arg(let declarations) = instruction.kind {
        globals.append((instruction.node, declarations))
      }
    }
    return globals
  }

  private func lowercased(_ name: Argument) -> String { GoUTF8.lowercased(name.bytes[...]) }

  // MARK: ARG before FROM

  /// Arguments that exist without a declaration, in FROM.
  ///
  /// Source: the Dockerfile reference, "Automatic platform ARGs in the global scope".
  /// Those of a build that nothing is said of: made once, for there may be thousands of files.
  private static let usual = predefined(BuildCheckOptions(), [:])

  private static func predefined(_ options: BuildCheckOptions, _ arguments: [String: String]) -> BuildVariables {
    let platform = PlatformName(options.platform)
    let (os, architecture) = (platform?.os ?? "", platform?.architecture ?? "")
    let values = [
      ("PLATFORM", options.platform), ("OS", os), ("OSVERSION", ""), ("ARCH", architecture),
      ("VARIANT", platform?.variant ?? ""),
    ]
    var variables = BuildVariables()
    let all =
      ["BUILD", "TARGET"].flatMap { side in values.map { (side + $0.0, $0.1) } }
      + [("TARGETSTAGE", options.target.flatMap { $0.isEmpty ? nil : $0 } ?? "default")]
    for (name, value) in all { variables.set(name, to: .bytes(Array((arguments[name] ?? value).utf8))) }
    return variables
  }

  /// The variables of FROM; the error of the first declaration that cannot be expanded.
  private mutating func variables(
    _ globals: [(node: Int, declarations: [ArgumentDeclaration])], given: [String: String]
  ) -> (BuildVariables, BuildError?) {
    var variables = predefined
    for (node, declarations) in globals {
      for declaration in declarations {
        if let value = given[declaration.name] {
          variables.set(declaration.name, to: .bytes(Array(value.utf8)))
        } else if let value = declaration.value {
          let (word, error) = expander.word(value.bytes, variables)
          if let error { return (variables, problem(error, of: value.bytes, node)) }
          variables.set(declaration.name, to: kept(word))
        }
      }
    }
    return (variables, nil)
  }

  /// Looks at each base with the defaults alone, so that a build without `--build-arg` is judged too.
  private mutating func markInvalidDefaults(_ globals: [(node: Int, declarations: [ArgumentDeclaration])]) {
    let (variables, error) = variables(globals, given: [:])
    guard error == nil else { return }
    for index in result.stages.indices {
      let (word, error) = expander.word(result.stages[index].from.base.bytes, variables)
      guard error == nil else { return }
      result.stages[index].hasInvalidDefault = word.isKnown && !ReferenceGrammar.isValid(word.text)
    }
  }

  /// False when to stop.
  private mutating func declareGlobals(_ declarations: [(node: Int, declarations: [ArgumentDeclaration])]) -> Bool {
    globalNames = Set(declarations.flatMap { $0.declarations.map(\.name) })
    let error: BuildError?
    (globals, error) = variables(declarations, given: arguments)
    guard let error else { return true }
    return !fail(error)
  }

  // MARK: values

  /// A value to be kept, within the file's budget.
  mutating func kept(_ word: ExpandedWordText) -> BuildVariables.Value {
    guard word.isKnown else { return .unknown }
    guard word.bytes.count <= BuildCheckLimits.valueBytes(fileBytes: syntax.source.bytes.count) else { return .unknown }
    keptBytes += word.bytes.count
    return keptBytes <= BuildCheckLimits.keptBytes ? .bytes(word.bytes) : .unknown
  }

  func problem(_ error: ExpansionError, of word: [UInt8], _ node: Int) -> BuildError {
    BuildError("expansion", error.message, line: syntax.nodes[node].lines.lowerBound)
  }

  /// The missing ones among names, with their places in a part of a node's logical line.
  mutating func missing(
    _ names: [String], in part: Range<Int>?, ofNode node: Int, near known: () -> [String], count: Int
  ) -> [MissingVariable] {
    guard !names.isEmpty else { return [] }
    let found = part.map { places(in: $0, ofNode: node) } ?? [:]
    return names.map { name in
      let offsets = found[name] ?? part.flatMap { $0.isEmpty ? nil : $0 }
      return MissingVariable(
        name: name, offsets: offsets.map { result.offsets(of: $0, ofNode: node) },
        suggestion: suggestion(name, count: count, known))
    }
  }

  /// Where variables are in a part of a node's logical line; the fields of a mount ask again and again about one flag.
  private mutating func places(in part: Range<Int>, ofNode node: Int) -> [String: Range<Int>] {
    if lastPlaces.node == node, lastPlaces.part == part { return lastPlaces.places }
    lastPlaces = (node, part, VariablePlaces.places(in: syntax.nodes[node].line.bytes, part))
    return lastPlaces.places
  }

  /// The name that is nearest, at most two letters away; nil when none is, or when the search has cost too much.
  mutating func suggestion(_ name: String, count: Int, _ known: () -> [String]) -> String? {
    comparedNames += count + 1
    guard comparedNames <= BuildCheckLimits.comparedNames, name.utf8.count <= 64 else { return nil }
    return VariableSuggestion.nearest(to: name, among: known())
  }
}
