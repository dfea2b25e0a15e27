import Core
import Dockerfile
import ShellSyntax

/// Groups instructions into stages and follows variables, users, directories and shells through them.
///
/// Source: moby/buildkit 73ed682, frontend/dockerfile/dockerfile2llb, measured.
struct StageReader {
  /// What holds between two steps.
  private struct State {
    var user = BuildUser.inherited
    var workdir: ExpandedText?
    var dialect = ShellDialect.posix
  }

  private let syntax: DockerfileSyntax
  private var stages: [BuildStage] = []
  private var indexByName: [String: Int] = [:]
  private var globals = Variables()
  private var globalCount = 0
  private var state = State()
  private let mostValueBytes: Int
  private var keptBytes = 0
  /// What held at the end of each finished stage.
  private var ends: [State] = []

  private init(_ syntax: DockerfileSyntax) {
    self.syntax = syntax
    mostValueBytes = Variables.mostValueBytes(fileBytes: syntax.source.bytes.count)
  }

  /// The stages in order.
  static func stages(of syntax: DockerfileSyntax) -> [BuildStage] {
    var reader = StageReader(syntax)
    for instruction in syntax.instructions { reader.take(instruction) }
    reader.close()
    return reader.stages
  }

  private mutating func take(_ instruction: Instruction) {
    if case .from(let from) = instruction.kind {
      close()
      begin(from, instruction)
    } else if !stages.isEmpty {
      addStep(instruction)
    } else if case .arg(let declarations) = instruction.kind {
      for declaration in declarations { declareGlobal(declaration) }
    }
  }

  /// Notes what the last stage ends with.
  private mutating func close() {
    guard let last = stages.indices.last else { return }
    stages[last].user = state.user
    if case .other(let name) = state.dialect, WindowsBase.shells.contains(name) { stages[last].isWindows = true }
    ends.append(state)
  }

  // MARK: FROM

  private mutating func begin(_ from: From, _ instruction: Instruction) {
    let base = base(from)
    let usesBackquote = syntax.escape == UInt8(ascii: "`")
    let platform = from.platform.map { expandedGlobally(Array($0.utf8)).text.lowercased() } ?? ""
    var isWindows = usesBackquote || platform.hasPrefix("windows")
    switch base {
    case .stage(let parent):
      state = ends[parent]
      isWindows = isWindows || stages[parent].isWindows
    case .image(let reference):
      isWindows = isWindows || WindowsBase.matches(reference)
      state = State()
    case .unknown(let text):
      isWindows = isWindows || WindowsBase.matches(ImageReference(text))
      state = State()
    case .scratch: state = State()
    }
    if isWindows, state.dialect == .posix { state.dialect = .other("cmd") }
    let name = from.name.map { GoUTF8.lowercased($0.bytes[...]) }
    stages.append(
      BuildStage(
        index: stages.count, name: name, from: from, node: instruction.node, base: base, steps: [], user: state.user,
        isWindows: isWindows))
    if let name { indexByName[name] = stages.count - 1 }
  }

  private func base(_ from: From) -> BuildStage.Base {
    let name = expandedGlobally(from.base.bytes)
    guard name.isKnown else { return .unknown(name.text) }
    if let stage = indexByName[name.text] { return .stage(stage) }
    return name.text == "scratch" ? .scratch : .image(ImageReference(name.text))
  }

  private func expandedGlobally(_ bytes: [UInt8]) -> ExpandedText {
    Expander.expanded(bytes, in: syntax) { name in
      let value = globals.value(name, before: globalCount)
      if case .absent = value, PredefinedArguments.platform.contains(name) { return .unknown }
      return value
    }
  }

  private mutating func declareGlobal(_ declaration: ArgumentDeclaration) {
    let value = declaration.value.map { expandedGlobally($0.bytes) }
    globals.set(declaration.name, to: kept(value), at: globalCount)
    globalCount += 1
  }

  // MARK: steps

  private mutating func addStep(_ instruction: Instruction) {
    let stage = stages.count - 1
    let step = BuildStep(
      instruction: instruction, stage: stage, index: stages[stage].steps.count, user: state.user,
      workdir: state.workdir, dialect: state.dialect,
      script: ScriptReader(syntax: syntax, dialect: state.dialect).script(of: instruction))
    switch instruction.kind {
    case .user(let name): state.user = .named(kept(expanded(name, step), of: name), node: instruction.node)
    case .workdir(let path): state.workdir = kept(joined(state.workdir, expanded(path, step)), of: path)
    case .shell(let words): state.dialect = ShellDialect(program: words.map(\.text))
    case .arg(let declarations): for declaration in declarations { declare(declaration, step) }
    case .env(let pairs): set(pairs, step)
    default: break
    }
    stages[stage].steps.append(step)
  }

  private func expanded(_ argument: Argument, _ step: BuildStep) -> ExpandedText {
    expanded(argument, before: step.index, in: step.stage)
  }

  private func expanded(_ argument: Argument, before step: Int, in stage: Int) -> ExpandedText {
    Expander.expanded(argument.bytes, in: syntax) {
      StageReader.value($0, before: step, in: stage, of: stages)
    }
  }

  /// Every name is set at once: a value does not see the names beside it.
  private mutating func set(_ pairs: [Pair], _ step: BuildStep) {
    let values = pairs.map { (expanded($0.key, step), expanded($0.value, step)) }
    for (key, value) in values {
      stages[step.stage].variables.set(key.text, to: kept(value), at: step.index)
    }
  }

  private mutating func declare(_ declaration: ArgumentDeclaration, _ step: BuildStep) {
    if let value = declaration.value {
      // A later declaration of the same instruction sees the earlier ones.
      let known = expanded(value, before: step.index + 1, in: step.stage)
      stages[step.stage].variables.set(declaration.name, to: kept(known), at: step.index)
      return
    }
    var value = globals.value(declaration.name, before: globalCount)
    if case .absent = value {
      // A variable that is there already keeps its value.
      guard case .absent = StageReader.value(declaration.name, before: step.index, in: step.stage, of: stages) else {
        return
      }
      value = PredefinedArguments.platform.contains(declaration.name) ? .unknown : .unset
    }
    stages[step.stage].variables.set(declaration.name, to: value, at: step.index)
  }

  /// A value to be kept, within the file's budget.
  private mutating func kept(_ text: ExpandedText?) -> Variables.Lookup {
    guard let text else { return .unset }
    let count = text.text.utf8.count
    guard count <= mostValueBytes, spend(count) else { return .unknown }
    return Variables.Lookup(text)
  }

  /// A text that steps hold, within the file's budget; as written beyond.
  private mutating func kept(_ text: ExpandedText, of argument: Argument) -> ExpandedText {
    let isShort = text.text.utf8.count <= argument.bytes.count
    return isShort || spend(text.text.utf8.count) ? text : ExpandedText(text: argument.text, isKnown: false)
  }

  /// Takes bytes of the file's budget; false when it is used up.
  private mutating func spend(_ count: Int) -> Bool {
    keptBytes += count
    return keptBytes <= Variables.mostBytes
  }

  private func joined(_ base: ExpandedText?, _ path: ExpandedText) -> ExpandedText {
    guard path.isKnown, !path.text.hasPrefix("/") else { return path }
    guard let base else { return ExpandedText(text: path.text, isKnown: false) }
    // Linux takes no longer path, and many relative steps must not make one that grows without end.
    let count = base.text.utf8.count + path.text.utf8.count
    guard count < 4_096 else { return ExpandedText(text: base.text, isKnown: false) }
    return ExpandedText(text: base.text + (base.text.hasSuffix("/") ? "" : "/") + path.text, isKnown: base.isKnown)
  }

  /// The value of a variable as a step of a stage sees it, through the stages that one is built from.
  static func value(_ name: String, before step: Int, in stage: Int, of stages: [BuildStage]) -> Variables.Lookup {
    var (stage, step) = (stage, step)
    for _ in 0..<Variables.deepestChain {
      let value = stages[stage].variables.value(name, before: step)
      guard case .absent = value, case .stage(let parent) = stages[stage].base else { return value }
      (stage, step) = (parent, Int.max)
    }
    return .unknown
  }
}

/// Arguments that exist without a declaration.
///
/// Source: the Dockerfile reference, "Automatic platform ARGs in the global scope".
enum PredefinedArguments {
  static let platform: Set<String> = [
    "BUILDPLATFORM", "BUILDOS", "BUILDOSVERSION", "BUILDARCH", "BUILDVARIANT",
    "TARGETPLATFORM", "TARGETOS", "TARGETOSVERSION", "TARGETARCH", "TARGETVARIANT", "TARGETSTAGE",
  ]
}

/// What tells a Windows base.
enum WindowsBase {
  static let shells: Set<String> = ["cmd", "cmd.exe", "powershell", "powershell.exe"]

  /// By the words that Microsoft's and Docker's Windows images carry in their names and tags.
  static func matches(_ reference: ImageReference) -> Bool {
    let tag = reference.tag?.lowercased() ?? ""
    let repository = reference.repository
    if repository == "windows" || repository.hasPrefix("windows/") { return true }
    return ["nanoserver", "windowsservercore"].contains { repository.holds($0) || tag.holds($0) }
  }
}
