import BuildModel
import Core
import Dockerfile
import ShellSyntax

/// A step that may do anything to the image, because what it runs or copies is not in the Dockerfile.
struct UnreadableStep: Sendable {
  enum Kind: Equatable, Sendable {
    /// A script of the build context or of the image, by path as written.
    case script(String)
    /// A text fetched when the image is built.
    case download
    /// A program that sets systems up from files of its own, such as `ansible-playbook`.
    case tool(String)
    /// Text that is for no shell, or that could not be read.
    case text
    /// A directory or archive laid over the root directory.
    case rootFileSystem(String)
  }

  var step: BuildStep
  var kind: Kind
  var place: Place

  /// What it is, for a message: `/harden.sh`.
  var title: String {
    switch kind {
    case .script(let path): path
    case .download: "a script from the network"
    case .tool(let name): name
    case .text: "this text"
    case .rootFileSystem(let source): "what is in \(source)"
    }
  }
}

extension BuildModel {
  /// The steps whose result ships and that cannot be read.
  var unreadableSteps: [UnreadableStep] {
    analyses.value { ShippedUnreadable(all: unreadableSteps(of: shippedSteps)) }.all
  }

  /// The same among the steps whose files ship.
  var unreadableSetuidSteps: [UnreadableStep] {
    let steps = setuidSteps
    // They end with those whose result ships.
    return steps.count == shippedSteps.count ? unreadableSteps : unreadableSteps(of: steps)
  }

  /// Those of a list of steps that cannot be read, in order; one for each step.
  func unreadableSteps(of steps: [BuildStep]) -> [UnreadableStep] {
    var reader = UnreadableStepReader(build: self)
    for step in steps { reader.take(step) }
    return reader.found
  }
}

private struct ShippedUnreadable: Sendable { var all: [UnreadableStep] }

/// Looks for steps that cannot be read, keeping in mind what was copied.
private struct UnreadableStepReader {
  /// Programs that set a system up from files of their own.
  private static let tools: Set<String> = [
    "ansible", "ansible-playbook", "ansible-pull", "chef-client", "chef-solo", "chef-apply", "puppet", "salt-call",
    "cinc-client",
  ]
  /// Scripts whose names say that they build a program, not a system.
  private static let builders: Set<String> = [
    "autogen.sh", "bootstrap.sh", "buildconf.sh", "configure.sh", "build.sh", "compile.sh", "test.sh", "tests.sh",
    "config.sh", "run_tests.sh",
  ]

  let build: BuildModel
  var found: [UnreadableStep] = []
  /// Paths in the image that single files were copied to.
  private var copied: Set<String> = []

  init(build: BuildModel) { self.build = build }

  mutating func take(_ step: BuildStep) {
    switch step.instruction.kind {
    case .copy(let transfer): take(transfer, step, isAdd: false)
    case .add(let transfer): take(transfer, step, isAdd: true)
    case .run(let run):
      for mount in run.mounts {
        if let target = mount.value("target", "dst", "destination") { copied.insert(target) }
      }
      if let script = step.script { take(script, step) }
    default: break
    }
  }

  // MARK: COPY, ADD

  private mutating func take(_ transfer: Transfer, _ step: BuildStep, isAdd: Bool) {
    let destination = build.expanded(transfer.destination, at: step).text
    let isLocal = !step.instruction.flags.contains { $0.name == "from" }
    for source in transfer.sources {
      let text = source.text
      let name = UnreadableStepReader.name(of: text)
      if destination == "/", isLocal, UnreadableStepReader.isRootFileSystem(text, name, isAdd: isAdd) {
        found.append(
          UnreadableStep(
            step: step, kind: .rootFileSystem(text), place: build.place(source.range, ofNode: step.instruction.node)))
      }
      let isDirectory = destination.hasSuffix("/") || transfer.sources.count > 1
      if destination.hasPrefix("/") {
        copied.insert(isDirectory ? destination + (destination.hasSuffix("/") ? "" : "/") + name : destination)
      } else if name.utf8.contains(UInt8(ascii: ".")) {
        copied.insert(name)
      }
    }
  }

  private static func name(of path: String) -> String {
    path.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) } ?? path
  }

  private static func isRootFileSystem(_ text: String, _ name: String, isAdd: Bool) -> Bool {
    let name = name.lowercased()
    if isAdd, name.holds(".tar") || name.hasSuffix(".tgz") || name.hasSuffix(".txz") { return true }
    guard text != ".", text != "./", !text.hasPrefix("<<") else { return false }
    return text.hasSuffix("/") || name.holds("root") || name.holds("overlay") || name.hasSuffix("fs")
  }

  // MARK: RUN

  private mutating func take(_ script: StepScript, _ step: BuildStep) {
    guard script.script.isComplete else {
      found.append(UnreadableStep(step: step, kind: .text, place: build.place(ofNode: step.instruction.node)))
      return
    }
    for index in script.script.commands.indices {
      guard let kind = kind(of: index, in: script) else { continue }
      let place = build.place(script.script.commands[index].range, in: script)
      found.append(UnreadableStep(step: step, kind: kind, place: place))
      return
    }
  }

  private func kind(of index: Int, in script: StepScript) -> UnreadableStep.Kind? {
    let resolved = script.resolved[index]
    guard let first = resolved.words.first else { return nil }
    if UnreadableStepReader.tools.contains(resolved.name) { return .tool(resolved.name) }
    if ShellDialect.isShell(resolved.name) { return shell(script.script.commands[index], resolved, script.script) }
    if resolved.name == "." || resolved.name == "source" { return nil }
    let path = first.text
    return path.utf8.contains(UInt8(ascii: "/")) ? scriptKind(path) : nil
  }

  /// A shell that runs a file, or what a pipe or substitution gives it.
  private func shell(
    _ command: ShellCommand, _ resolved: ResolvedCommand, _ script: ShellScript
  ) -> UnreadableStep.Kind? {
    let words = resolved.arguments
    let takesText = words.contains { $0.text == "-c" || ($0.text.hasPrefix("-") && $0.text.hasSuffix("c")) }
    for word in words {
      for case .substitution(let scope, _) in word.parts where fetches(scope, script) { return .download }
    }
    if takesText { return nil }
    if command.readsScriptFromInput {
      let isLocal = command.redirections.contains { $0.operation.hasPrefix("<") }
      return command.pipeline.index > 0 && !isLocal ? .download : nil
    }
    return resolved.operands(valueOptions: ["-o", "-O"]).first.flatMap { scriptKind($0.text) }
  }

  private func fetches(_ scope: Int, _ script: ShellScript) -> Bool {
    let range = script.scopes[scope].range
    return script.firstCommands(in: range).contains { ["curl", "wget", "fetch"].contains(script.resolved($0).name) }
  }

  /// A file that is plausibly a script which sets the system up.
  private func scriptKind(_ path: String) -> UnreadableStep.Kind? {
    let name = UnreadableStepReader.name(of: path)
    guard !UnreadableStepReader.builders.contains(name) else { return nil }
    if name.hasSuffix(".sh") || name.hasSuffix(".bash") || copied.contains(path) { return .script(path) }
    return path.hasPrefix("./") && copied.contains(name) ? .script(path) : nil
  }
}

extension ShellScript {
  /// The first few commands that begin in a part of the text.
  ///
  /// - Complexity: O(log n).
  fileprivate func firstCommands(in range: Range<Int>) -> ArraySlice<ShellCommand> {
    var (low, high) = (0, commands.count)
    while low < high {
      let middle = (low + high) / 2
      if commands[middle].range.lowerBound < range.lowerBound { low = middle + 1 } else { high = middle }
    }
    return commands[low...].prefix(8).prefix { range.contains($0.range.lowerBound) }
  }
}
