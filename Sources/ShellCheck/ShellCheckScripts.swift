import BuildModel
import Core
import Dockerfile
import LintRules
import ShellSyntax

/// Takes the shell texts out of a Dockerfile: of RUN and of ONBUILD RUN, not in exec form.
public enum ShellCheckScripts {
  /// In the order of the file.
  ///
  /// Left out is what no shell that ShellCheck knows reads: PowerShell, `cmd`, Python.
  public static func scripts(of file: LintFile) -> [ShellCheckScript] {
    guard !file.flow.runs.isEmpty || !file.triggers.runs.isEmpty else { return [] }
    var walk = ScriptWalk(file)
    walk.go()
    return walk.scripts
  }
}

/// Follows shell and variables from instruction to instruction.
private struct ScriptWalk {
  private let file: LintFile
  private let isExact: Bool
  private let reader: ScriptTextReader
  private var pragmas: ArraySlice<HadolintPragma>
  /// By node.
  private let triggers: [Int: LintInstruction]
  /// By node, what reads its text, of the stages.
  private let dialects: [Int: ShellDialect]
  /// The node of FROM to the stage it is built from.
  private let parents: [Int: Int]

  private var state = ScriptState()
  private var triggerState = ScriptState()
  /// The shell of every stage that a comment before the first of them names.
  private var standard = ScriptShell.standard
  /// Whether a comment says what the shell of this stage is.
  private var isTold = false
  private var stage = -1
  private var alias: String?
  private var endsByName: [String: ScriptState] = [:]
  private var ends: [ScriptState] = []
  private(set) var scripts: [ShellCheckScript] = []

  init(_ file: LintFile) {
    self.file = file
    isExact = file.options.isExact
    reader = ScriptTextReader(syntax: file.build.syntax, isExact: isExact)
    pragmas = HadolintPragma.all(of: file.build.syntax)[...]
    triggers = Dictionary(file.triggers.instructions.map { ($0.node, $0) }) { $1 }
    var dialects: [Int: ShellDialect] = [:]
    var parents: [Int: Int] = [:]
    for stage in file.build.stages {
      for step in stage.steps where step.instruction.keyword == .run { dialects[step.node] = step.dialect }
      if case .stage(let parent) = stage.base { parents[stage.node] = parent }
    }
    (self.dialects, self.parents) = (dialects, parents)
  }

  mutating func go() {
    for instruction in file.flow.instructions {
      takePragmas(before: instruction.line)
      if instruction.keyword == .from {
        begin(instruction)
      } else if let trigger = triggers[instruction.node] {
        take(trigger: trigger)
      } else if let script = instruction.script {
        add(instruction, script, state, isOther(instruction))
      } else {
        if stage < 0, !isExact { continue }
        if case .shell = instruction.kind { isTold = false }
        state.take(instruction.kind, isExact: isExact)
      }
    }
  }

  private mutating func takePragmas(before line: Int) {
    while let pragma = pragmas.first, pragma.line < line {
      pragmas.removeFirst()
      guard case .shell(let name) = pragma.kind else { continue }
      let shell = isExact ? ScriptShell(exactly: name) : ScriptShell(program: [name])
      if stage < 0 { standard = shell }
      state.shell = shell
      isTold = true
    }
  }

  /// FROM: all is forgotten but what the stage that it is built from has.
  private mutating func begin(_ instruction: LintInstruction) {
    let wasTold = stage < 0 ? isTold : standard != .standard
    if stage >= 0 {
      ends.append(state)
      if let alias { endsByName[alias] = state }
    }
    stage += 1
    isTold = wasTold
    alias = instruction.alias
    triggerState = isExact ? triggerState : ScriptState()
    guard case .from(let from) = instruction.kind else { return }
    let parent: ScriptState? =
      if isExact {
        endsByName[from.base.text]
      } else {
        parents[instruction.node].flatMap { ends.indices.contains($0) ? ends[$0] : nil }
      }
    state = parent ?? ScriptState(standard)
  }

  /// What ONBUILD triggers; for hadolint it has a shell and variables of its own.
  ///
  /// In truth it runs in a build from this image, whose variables and shell it has.
  private mutating func take(trigger: LintInstruction) {
    guard let script = trigger.script else {
      triggerState.take(trigger.kind, isExact: isExact)
      return
    }
    guard !isExact else { return add(trigger, script, triggerState, false) }
    var found = triggerState
    if found.shell == .standard { found.shell = state.shell }
    add(trigger, script, found, false, with: state)
  }

  /// Whether what reads the text is known to be no shell, as on Windows, and no comment says otherwise.
  private func isOther(_ instruction: LintInstruction) -> Bool {
    guard !isExact, !isTold, case .other? = dialects[instruction.node] else { return false }
    return true
  }

  private mutating func add(
    _ instruction: LintInstruction, _ script: LintScript, _ state: ScriptState, _ isOther: Bool,
    with other: ScriptState? = nil
  ) {
    guard !script.isExec, !isOther, let text = reader.text(of: instruction, script, state, with: other) else { return }
    scripts.append(
      ShellCheckScript(
        file: file.build.file, source: file.build.syntax.source, node: instruction.node, line: instruction.line,
        isExact: isExact, text: text))
  }
}
