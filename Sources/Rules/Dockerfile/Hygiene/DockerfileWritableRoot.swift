import BuildModel
import Core
import Dockerfile
import ShellSyntax

/// An image whose user can change the programs it runs, one finding a file.
struct DockerfileWritableRoot: DockerfileRule {
  static let info = RuleInfo(
    id: "DKF-WRITABLE-ROOT", title: "user can change the program", severity: .info, strict: .medium,
    subject: .dockerfile,
    what: "The user of the final image is given directories of programs or code: chown -R, --chown of COPY and ADD, or "
      + "write permission through its group.",
    why: "A process that is taken over can change the code that runs next. With code that belongs to root, and a "
      + "read-only root file system with mounts for data, it cannot.",
    fix: "leave code to root, readable by all; chown only the directories for data, and mount those",
    controls: [.runbook(12), .cis("5.12")],
    examples: [
      .bad("chown", dockerfile: "FROM node:22\nCOPY . /app\nRUN chown -R node:node /app\nUSER node\n"),
      .bad("while it is copied", dockerfile: "FROM node:22\nWORKDIR /app\nCOPY --chown=node:node . .\nUSER node\n"),
      .bad("through the group", dockerfile: "FROM debian:12\nCOPY . /opt/app\nRUN chmod -R g=u /opt/app\nUSER 1001\n"),
      .good("data", dockerfile: "FROM node:22\nCOPY . /app\nRUN chown -R node /app/data /var/lib/app\nUSER node\n"),
      .good("a volume", dockerfile: "FROM node:22\nRUN chown -R node /opt/state\nVOLUME /opt/state\nUSER node\n"),
      .good("another user's", dockerfile: "FROM node:22\nCOPY --chown=root:node . /app\nUSER node\n"),
      .good("root runs it", dockerfile: "FROM node:22\nCOPY --chown=node . /app\n"),
    ])

  /// Most secondary places that a finding names.
  private static let noteLimit = 5

  func findings(in build: BuildModel) -> [Finding] {
    guard !build.isWindows, case .named = build.user else { return [] }
    let commands = build.shippedCommands
    guard let user = RunIdentity(build, commands) else { return [] }
    let grants = GrantReader.grants(to: user, in: build, commands)
    guard let first = grants.first(where: \.isCode) else { return [] }
    let others = grants.filter { $0.isCode && $0.place != first.place }
    var notes = others.prefix(Self.noteLimit).map {
      Note("also \(ClippedText.clipped($0.path))", place: $0.place)
    }
    if others.count > Self.noteLimit { notes.append(Note("and \(others.count - Self.noteLimit) more")) }
    notes += mounts(grants, in: build).map { [Note($0)] } ?? []
    return [
      finding(
        "user \(ClippedText.clipped(user.text)) can change the program files in \(ClippedText.clipped(first.path))",
        at: first.place, label: "\(first.doer) makes them writable", notes: notes,
        fix: "leave code to root, readable by all (COPY without --chown); chown only directories for data")
    ]
  }

  /// What has to be mounted for a read-only root, as far as the file shows it.
  private func mounts(_ grants: [Grant], in build: BuildModel) -> String? {
    // Configuration is read, not written.
    let data = grants.map { $0.isCode ? "" : $0.path }
    var paths = Set(data.filter { $0.utf8.first == UInt8(ascii: "/") && !BuildPath.isAtOrBelow($0, "/etc") })
    for step in build.shippedSteps {
      guard case .volume(let arguments) = step.instruction.kind else { continue }
      for argument in arguments {
        if let text = build.expanded(argument, at: step).known { paths.insert(BuildPath.cleaned(text, in: "/")) }
      }
    }
    guard !paths.isEmpty else { return nil }
    let names = paths.sorted().prefix(8).map { ClippedText.clipped($0) }.joined(separator: ", ")
    return "a read-only root file system needs mounts at \(names)\(paths.count > 8 ? " and others" : "")"
  }
}

/// A path that the user of the image is given.
private struct Grant {
  var path: String
  var isCode: Bool
  var doer: String
  var place: Place
}

/// Finds what the user of an image is given in the steps that ship.
private struct GrantReader {
  private let user: RunIdentity
  private let build: BuildModel
  private let places: ProgramPlaces
  private var grants: [Grant] = []
  /// Paths whose group was set to one of the user's.
  private var groupPaths: Set<String> = []

  private init(_ user: RunIdentity, _ build: BuildModel) {
    (self.user, self.build, places) = (user, build, ProgramPlaces(build))
  }

  static func grants(to user: RunIdentity, in build: BuildModel, _ commands: [StepCommand]) -> [Grant] {
    var reader = GrantReader(user, build)
    let changes = ModeChangeReader.shipped(in: build)
    var (command, change) = (0, 0)
    for (order, step) in build.shippedSteps.enumerated() {
      reader.takeTransfer(step)
      while command < commands.count, commands[command].stepOrder == order {
        reader.takeOwner(commands[command])
        command += 1
      }
      while change < changes.count, changes[change].step.node == step.node {
        reader.takeMode(changes[change])
        change += 1
      }
    }
    return reader.grants
  }

  private mutating func add(_ path: String, _ doer: String, _ place: Place) {
    let isCode = places.isCode(path)
    guard isCode || places.isData(path) else { return }
    grants.append(Grant(path: path, isCode: isCode, doer: doer, place: place))
  }

  private mutating func takeTransfer(_ step: BuildStep) {
    let transfer: Transfer
    switch step.instruction.kind {
    case .copy(let found), .add(let found): transfer = found
    default: return
    }
    guard let flag = step.instruction.flags.last(where: { $0.name == "chown" }), let value = flag.value else { return }
    let argument = Argument(bytes: Array(value.utf8), range: flag.range)
    guard let owner = build.expanded(argument, at: step).known, let name = Self.user(of: owner), user.isUser(name)
    else {
      return
    }
    let path = TransferTarget.path(of: transfer, step, in: build)
    add(path, "--chown", build.place(flag.range, ofNode: step.node))
  }

  private static func user(of owner: String) -> String? {
    owner.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == ":" || $0 == "." }.first.map(String.init)
  }

  private mutating func takeOwner(_ command: StepCommand) {
    for call in ProgramCall.calls(of: command.resolved) {
      let isGroup = call.program.name == "chgrp"
      guard isGroup || call.program.name == "chown" else { continue }
      let options = OptionWords(call.program.arguments)
      var isRecursive = options.last("-R", "--recursive") != nil
      if case .find = call.source { isRecursive = true }
      guard isRecursive, let word = options.operands.first, let owner = command.fields(word, in: build)?.first else {
        continue
      }
      let directory = command.step.workdir?.known
      var words = Array(options.operands.dropFirst())
      if case .find(let roots) = call.source { words = roots }
      let paths = words.flatMap { command.fields($0, in: build) ?? [$0.text] }.map {
        BuildPath.cleaned($0, in: directory)
      }
      let parts = owner.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let group = isGroup ? owner : parts.count > 1 ? parts[1] : ""
      if user.isGroup(group) { groupPaths.formUnion(paths) }
      guard !isGroup, let name = parts.first, user.isUser(name) else { continue }
      for path in paths { add(path, "chown", command.place(in: build)) }
    }
  }

  /// Write permission for a group of the user's, or for everyone.
  private mutating func takeMode(_ change: ModeChange) {
    guard case .mode = change.effect, change.isRecursive, change.doer == "chmod" else { return }
    let mode = change.applied(to: 0o755, isDirectory: true)
    let forAll = mode & 0o002 != 0
    guard forAll || mode & 0o020 != 0 else { return }
    for target in change.targets {
      let isGroups = user.isInRootGroup || BuildPath.withParents(target).contains(where: groupPaths.contains)
      if forAll || isGroups { add(target, "chmod", change.place) }
    }
  }
}
