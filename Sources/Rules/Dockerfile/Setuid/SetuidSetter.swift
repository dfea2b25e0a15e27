import BuildModel
import Core
import Dockerfile
import ShellSyntax

/// A command or instruction that gives files the setuid or setgid bit.
struct SetuidSetter {
  /// The mode as written.
  var mode: String
  /// The bits that a program gets.
  var bits: UInt16
  /// The files, as written; empty when they are not named.
  var files: [String]
  var place: Place
  /// Order of its step and its index among that step's commands.
  var position: (step: Int, command: Int)

  /// The bits in words.
  var title: String {
    switch bits {
    case 0o6000: "setuid and setgid bits"
    case 0o2000: "setgid bit"
    default: "setuid bit"
    }
  }
}

/// Follows the steps for commands that set these bits on files, and for those that take them away again.
struct SetuidSetterReader {
  private(set) var setters: [SetuidSetter] = []
  private let build: BuildModel
  /// Directories made on the way.
  private var directories: Set<String> = []
  /// The setters of each file by name.
  private var settersByFile: [String: [Int]] = [:]
  private var undone: Set<Int> = []
  private var budget = 1 << 22
  private var order = 0

  /// What is set by these steps and not taken away by name later.
  static func setters(of steps: [BuildStep], in build: BuildModel) -> [SetuidSetter] {
    var reader = SetuidSetterReader(build: build)
    for (order, step) in steps.enumerated() {
      reader.order = order
      reader.take(step)
    }
    return reader.setters.indices.filter { !reader.undone.contains($0) }.map { reader.setters[$0] }
  }

  private init(build: BuildModel) { self.build = build }

  private mutating func take(_ step: BuildStep) {
    switch step.instruction.kind {
    case .run:
      let commands = build.commands(of: [step])
      guard commands.contains(where: { SetuidSetterReader.names.contains($0.name) }) else { return }
      let guards = CommandGuards(commands.first?.script.script ?? ShellScript())
      for command in commands where SetuidSetterReader.names.contains(command.name) {
        if guards.of(command.command) != .never { take(command) }
      }
    case .copy(let transfer), .add(let transfer): take(transfer, step)
    case .workdir(let path): directories.insert(build.expanded(path, at: step).text)
    case .volume(let paths): directories.formUnion(paths.map(\.text))
    default: break
    }
  }

  private static let names: Set<String> = ["chmod", "find", "xargs", "install", "mkdir", "rm", "dpkg-statoverride"]

  // MARK: COPY, ADD

  private mutating func take(_ transfer: Transfer, _ step: BuildStep) {
    guard let flag = step.instruction.flags.last(where: { $0.name == "chmod" }), let value = flag.value else { return }
    let argument = Argument(bytes: Array(value.utf8), range: flag.range)
    let text = build.expanded(argument, at: step).text
    guard let mode = ChmodMode(text) else { return }
    let result = mode.applied(to: 0o755)
    // Setgid without the right to execute for the group says nothing about rights.
    let isSetgid = result & 0o2010 == 0o2010
    let bits = (result & 0o4000) | (isSetgid ? 0o2000 : 0)
    guard bits != 0 else { return }
    let destination = build.expanded(transfer.destination, at: step).text
    append(
      SetuidSetter(
        mode: "--chmod=\(text)", bits: bits, files: [destination],
        place: build.place(flag.range, ofNode: step.instruction.node), position: (order, 0)))
  }

  private mutating func append(_ setter: SetuidSetter) {
    for file in setter.files { settersByFile[file, default: []].append(setters.count) }
    setters.append(setter)
  }

  // MARK: RUN

  private mutating func take(_ command: StepCommand) {
    switch command.name {
    case "mkdir":
      for word in command.resolved.operands(valueOptions: ["-m", "--mode"]) {
        directories.formUnion(texts(word, command))
      }
    case "rm": for word in command.resolved.operands() { undo(texts(word, command), nil) }
    case "install": takeInstall(command)
    case "dpkg-statoverride": takeOverride(command)
    case "find": takeFind(command)
    case "xargs": takeChange(SearchFlow.xargsCommand(command.resolved), command, isGiven: true, isOnlyFiles: false)
    default: takeChange(command.resolved, command, isGiven: false, isOnlyFiles: false)
    }
  }

  /// The fields of a word; the word itself when they are not known.
  private mutating func texts(_ word: ShellWord, _ command: StepCommand) -> [String] {
    if let literal = word.literal, !literal.utf8.contains(UInt8(ascii: "{")) { return [literal] }
    budget -= 64
    guard budget > 0, let fields = command.fields(word, in: build) else { return [word.text] }
    budget -= fields.reduce(0) { $0 + $1.utf8.count + 8 }
    return fields
  }

  /// Notes that files are gone, or have another mode.
  private mutating func undo(_ files: [String], _ mode: ChmodMode?) {
    for file in files {
      guard let indices = settersByFile[file] else { continue }
      let left = indices.filter { index in
        mode.map { $0.applied(to: 0o755 | setters[index].bits) & 0o6000 != 0 } ?? false
      }
      for index in indices where !left.contains(index) { undone.insert(index) }
      settersByFile[file] = left
    }
  }

  /// - Parameter isGiven: whether it gets file names that it does not have in its words.
  private mutating func takeChange(
    _ resolved: ResolvedCommand, _ command: StepCommand, isGiven: Bool, isOnlyFiles: Bool
  ) {
    guard resolved.name == "chmod", let change = FileChangeCommand(resolved),
      case .chmod(let mode, let text) = change.change
    else { return }
    let bits = mode.applied(to: 0o755) & 0o6000
    let operands = change.operands.flatMap { texts($0, command) }.filter { $0 != "{}" }
    guard bits != 0 else {
      undo(operands, mode)
      return
    }
    let files = operands.filter { isFile($0, bits, change.isRecursive) }
    guard !files.isEmpty || (isGiven && (isOnlyFiles || bits & 0o4000 != 0)) else { return }
    append(
      SetuidSetter(
        mode: "chmod \(text)", bits: bits, files: files, place: command.place(in: build),
        position: (order, command.index)))
  }

  private mutating func takeFind(_ command: StepCommand) {
    guard command.resolved.arguments.contains(where: { $0.literal == "chmod" || $0.text.hasSuffix("/chmod") }) else {
      return
    }
    var words: [FindWord] = []
    for word in command.resolved.arguments { words += texts(word, command).map { FindWord(text: $0) } }
    let find = FindExpression(words)
    var types: [UInt8] = []
    for case .test(.type(let letters)) in find.code { types += letters }
    let isOnlyFiles = types.contains(UInt8(ascii: "f"))
    guard isOnlyFiles || !types.contains(UInt8(ascii: "d")) else { return }
    for case .execute(let words) in find.actions {
      let inner = ResolvedCommand(words.map { ShellWord(literal: $0) }[...])
      takeChange(inner, command, isGiven: true, isOnlyFiles: isOnlyFiles)
    }
  }

  private mutating func takeInstall(_ command: StepCommand) {
    let resolved = command.resolved
    let options: Set<String> = [
      "-m", "--mode", "-o", "--owner", "-g", "--group", "-t", "--target-directory", "-S", "--suffix",
    ]
    let operands = resolved.operands(valueOptions: options).flatMap { texts($0, command) }
    if resolved.hasFlag(short: "d", long: "directory", valueLetters: "mogtS") {
      directories.formUnion(operands)
      return
    }
    guard let text = resolved.value(short: "m", long: "mode")?.literal, let mode = ChmodMode(text) else { return }
    let bits = mode.applied(to: 0o755) & 0o6000
    guard bits != 0 else { return }
    append(
      SetuidSetter(
        mode: "install -m \(text)", bits: bits, files: operands.last.map { [$0] } ?? [],
        place: command.place(in: build), position: (order, command.index)))
  }

  private mutating func takeOverride(_ command: StepCommand) {
    let words = command.resolved.arguments.compactMap(\.literal)
    guard words.contains("--add"), let file = words.last, file.hasPrefix("/"), let text = words.dropLast().last,
      let mode = ChmodMode(text)
    else { return }
    let bits = mode.applied(to: 0o755) & 0o6000
    guard bits != 0, isFile(file, bits, false) else { return }
    append(
      SetuidSetter(
        mode: "dpkg-statoverride \(text)", bits: bits, files: [file], place: command.place(in: build),
        position: (order, command.index)))
  }

  // MARK: files and directories

  /// Whether a name is taken to be a file's: for setuid unless it is known to be a directory, for setgid, which is
  /// usual on directories, only where programs lie or by its ending.
  private func isFile(_ path: String, _ bits: UInt16, _ isRecursive: Bool) -> Bool {
    if path.hasSuffix("/") || directories.contains(path) { return isRecursive && bits & 0o4000 != 0 }
    guard bits & 0o4000 == 0 else { return true }
    guard !isRecursive, let slash = path.lastIndex(of: "/") else { return false }
    let parent = String(path[..<slash])
    let programs: Set<String> = [
      "/bin", "/sbin", "/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin", "/usr/games", "/usr/libexec",
    ]
    let endings = [".sh", ".py", ".pl", ".rb", ".bin", ".run", ".cgi"]
    return programs.contains(parent) || endings.contains(where: path.hasSuffix)
  }
}
