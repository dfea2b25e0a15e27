import BuildModel
import Core
import Dockerfile
import ShellSyntax

/// A step's change of the permissions of some paths, or their removal.
struct ModeChange {
  enum Effect {
    case mode(ChmodMode)
    case removal
  }

  var effect: Effect
  /// What does it: `chmod`, `mkdir`, `install`, `COPY`, `ADD`, `rm`.
  var doer: String
  /// The mode as written; empty for a removal.
  var text: String
  /// Cleaned; what is not known stays as written. Empty when a pipe names them.
  var targets: [String]
  var isRecursive = false
  var step: BuildStep
  /// Where the mode is.
  var place: Place

  /// The mode that a directory, or file, of this mode has afterwards.
  func applied(to mode: UInt16, isDirectory: Bool) -> UInt16 {
    if case .mode(let change) = effect { change.applied(to: mode, isDirectory: isDirectory) } else { 0 }
  }

  /// Whether it lets everyone write what had a usual mode: without the sticky bit, which keeps others' files safe.
  var makesWorldWritable: Bool {
    guard case .mode = effect else { return false }
    let (directory, file) = (applied(to: 0o755, isDirectory: true), applied(to: 0o644, isDirectory: false))
    return Self.isWorldWritable(directory) || Self.isWorldWritable(file)
  }

  /// Whether nobody but owner and group can write, or the sticky bit is set, whatever the mode was.
  var endsWorldWritable: Bool { !Self.isWorldWritable(applied(to: 0o777, isDirectory: true)) }

  private static func isWorldWritable(_ mode: UInt16) -> Bool { mode & 0o1002 == 0o002 }
}

/// Finds the changes of permissions in steps.
struct ModeChangeReader {
  private let build: BuildModel
  /// The directory that `cd` of the same RUN went to.
  private var directory: (step: Int, path: String)?
  private(set) var changes: [ModeChange] = []

  private init(_ build: BuildModel) { self.build = build }

  /// Those of the steps that ship, in order.
  static func shipped(in build: BuildModel) -> [ModeChange] {
    var reader = ModeChangeReader(build)
    let commands = build.shippedCommands
    var next = 0
    for (order, step) in build.shippedSteps.enumerated() {
      reader.takeTransfer(step)
      while next < commands.count, commands[next].stepOrder == order {
        reader.take(commands[next])
        next += 1
      }
    }
    return reader.changes
  }

  // MARK: COPY and ADD

  private mutating func takeTransfer(_ step: BuildStep) {
    let transfer: Transfer
    switch step.instruction.kind {
    case .copy(let found), .add(let found): transfer = found
    default: return
    }
    guard let flag = step.instruction.flags.last(where: { $0.name == "chmod" }), let value = flag.value else { return }
    let argument = Argument(bytes: Array(value.utf8), range: flag.range)
    guard let text = build.expanded(argument, at: step).known, let mode = ChmodMode(text) else { return }
    changes.append(
      ModeChange(
        effect: .mode(mode), doer: step.instruction.keyword.name, text: text,
        targets: [TransferTarget.path(of: transfer, step, in: build)], isRecursive: true, step: step,
        place: build.place(flag.range, ofNode: step.node)))
  }

  // MARK: commands

  /// The programs that are looked at, and those that start one.
  private static let programs: Set<String> = ["cd", "pushd", "chmod", "mkdir", "install", "rm", "find", "xargs"]

  private mutating func take(_ command: StepCommand) {
    guard ModeChangeReader.programs.contains(command.name) else { return }
    for call in ProgramCall.calls(of: command.resolved) {
      switch call.program.name {
      case "cd", "pushd": changeDirectory(call.program, command)
      case "chmod": takeChmod(call, command)
      case "mkdir": takeMkdir(call, command)
      case "install": takeInstall(call, command)
      case "rm": takeRemoval(call, command)
      default: continue
      }
    }
  }

  private mutating func changeDirectory(_ program: ResolvedCommand, _ command: StepCommand) {
    guard let word = program.arguments.first(where: { $0.text.utf8.first != UInt8(ascii: "-") }) else { return }
    let path = paths([word], command).first ?? word.text
    // A chain of relative steps is followed only so far, so that its length costs no time.
    directory = (command.stepOrder, path.utf8.count > BuildPath.longest ? "" : path)
  }

  private mutating func takeChmod(_ call: ProgramCall, _ command: StepCommand) {
    let options = OptionWords(call.program.arguments)
    guard options.last("--reference") == nil, let first = options.operands.first else { return }
    let names: Set<String> = ["-R", "--recursive"]
    add(
      .chmod, first, Array(options.operands.dropFirst()), call, command,
      isRecursive: options.options.contains { names.contains($0.name) })
  }

  private mutating func takeMkdir(_ call: ProgramCall, _ command: StepCommand) {
    let options = OptionWords(call.program.arguments, letters: "m", names: ["--mode"])
    guard let mode = options.last("-m", "--mode")?.value else { return }
    add(.mkdir, mode, options.operands, call, command)
  }

  private mutating func takeInstall(_ call: ProgramCall, _ command: StepCommand) {
    let names: Set<String> = ["--mode", "--owner", "--group", "--target-directory", "--suffix"]
    let options = OptionWords(call.program.arguments, letters: "gmotS", names: names)
    guard let mode = options.last("-m", "--mode")?.value else { return }
    var targets = options.operands
    if options.last("-d", "--directory") == nil {
      if let into = options.last("-t", "--target-directory")?.value {
        targets = [into]
      } else {
        targets = Array(targets.suffix(1))
      }
    }
    add(.install, mode, targets, call, command)
  }

  private mutating func takeRemoval(_ call: ProgramCall, _ command: StepCommand) {
    let options = OptionWords(call.program.arguments)
    let isRecursive = options.last("-r", "-R", "--recursive") != nil
    changes.append(
      ModeChange(
        effect: .removal, doer: "rm", text: "", targets: targets(options.operands, call, command),
        isRecursive: isRecursive, step: command.step, place: command.place(in: build)))
  }

  private enum Program: String { case chmod, mkdir, install }

  private mutating func add(
    _ program: Program, _ word: ShellWord, _ operands: [ShellWord], _ call: ProgramCall, _ command: StepCommand,
    isRecursive: Bool = false
  ) {
    guard let text = command.fields(word, in: build), text.count == 1, let mode = ChmodMode(text[0]) else { return }
    var change = ModeChange(
      effect: .mode(mode), doer: program.rawValue, text: text[0], targets: targets(operands, call, command),
      isRecursive: isRecursive, step: command.step, place: command.place(of: word, in: build))
    if case .find = call.source { change.isRecursive = true }
    changes.append(change)
  }

  /// The paths that a call works on.
  private func targets(_ operands: [ShellWord], _ call: ProgramCall, _ command: StepCommand) -> [String] {
    switch call.source {
    case .none: paths(operands, command)
    case .find(let roots): roots.isEmpty ? paths([ShellWord(literal: ".")], command) : paths(roots, command)
    case .input: []
    }
  }

  private func paths(_ words: [ShellWord], _ command: StepCommand) -> [String] {
    var base = command.step.workdir?.known
    if let directory, directory.step == command.stepOrder { base = directory.path }
    return words.flatMap { word in
      let fields = word.literal.map { BraceText.isPlain($0) ? [$0] : nil } ?? command.fields(word, in: build)
      return (fields ?? [word.text]).map { text in
        // A path that begins with a variable may be absolute.
        text.utf8.first == UInt8(ascii: "$") ? BuildPath.cleaned(text) : BuildPath.cleaned(text, in: base)
      }
    }
  }
}

/// Tells texts that braces do not change, to spare their expansion.
enum BraceText {
  static func isPlain(_ text: String) -> Bool { !text.utf8.contains(UInt8(ascii: "{")) }
}

/// Where COPY and ADD put what they copy.
enum TransferTarget {
  /// The path of the file when there is one source and a directory is written, else the destination.
  static func path(of transfer: Transfer, _ step: BuildStep, in build: BuildModel) -> String {
    let destination = build.expanded(transfer.destination, at: step).text
    let path = BuildPath.cleaned(destination, in: step.workdir?.known ?? "/")
    guard destination.utf8.last == UInt8(ascii: "/"), transfer.sources.count == 1, let source = transfer.sources.first
    else { return path }
    let name = BuildPath.lastComponent(build.expanded(source, at: step).text)
    let isPlain = !name.isEmpty && name != "." && !name.utf8.contains { "*?[<$".utf8.contains($0) }
    return isPlain ? BuildPath.cleaned(name, in: path) : path
  }
}
