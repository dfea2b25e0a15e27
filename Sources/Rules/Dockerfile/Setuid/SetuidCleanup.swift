import BuildModel
import Core
import Dockerfile

/// The line that takes setuid and setgid bits away, and where it belongs in the shipped stage.
struct SetuidCleanup {
  static let command = "find / -xdev -perm /6000 -type f -exec chmod a-s {} +"

  /// What to type and where.
  let advice: String
  /// The insertion, when the place is exact; removing rights that a program may use, it is never safe.
  let edits: [SourceEdit]

  init(_ build: BuildModel) {
    let line = "RUN \(SetuidCleanup.command)"
    guard let stage = build.targetStage else {
      (advice, edits) = (line, [])
      return
    }
    let installs = SetuidCleanup.lastBringer(stage, build)
    let rest = stage.steps[(installs.map { $0 + 1 } ?? 0)...]
    let drop = rest.first { step in
      if case .user(let user) = step.instruction.kind {
        !SetuidCleanup.isRoot(build.expanded(user, at: step))
      } else {
        false
      }
    }
    let target = drop ?? SetuidCleanup.ending(rest)
    let user = (target ?? stage.steps.last)?.user ?? stage.user
    guard target != nil || !stage.steps.isEmpty else {
      (advice, edits) = (line + " as root, behind the last package installation", [])
      return
    }
    if case .named(let name, _) = user, !SetuidCleanup.isRoot(name) {
      advice = "USER root, \(line), then USER \(name.text) again: only root can clear the bits"
      edits = []
      return
    }
    guard let target else {
      advice = "\(line) at the end, as root"
      edits = SetuidCleanup.append(line, build)
      return
    }
    let node = build.syntax.nodes[target.node]
    let number = node.lines.lowerBound
    let name = build.syntax.nodes[target.node].texts.first?.keyword?.name ?? ""
    advice =
      drop == nil
      ? "\(line) before \(name) on line \(number), as root"
      : "\(line) before \(name) on line \(number), while the build is still root"
    let first = SetuidCleanup.firstLine(of: target, build)
    let start = SourcePosition(line: first, column: 1)
    edits = [SourceEdit(range: SourceRange(start: start, end: start), replacement: line + "\n", isSafe: false)]
  }

  /// The first of the comment lines right above an instruction, which are about it and may speak to linters.
  private static func firstLine(of step: BuildStep, _ build: BuildModel) -> Int {
    let nodes = build.syntax.nodes
    var line = nodes[step.node].lines.lowerBound
    let end = step.node > 0 ? nodes[step.node - 1].lines.upperBound : 0
    while line - 1 > end {
      let text = build.syntax.source.line(line - 1).drop { $0 == 0x20 || $0 == 0x09 }
      guard text.first == UInt8(ascii: "#") else { break }
      line -= 1
    }
    return line
  }

  private static func isRoot(_ user: ExpandedText) -> Bool { !user.isKnown || BuildUser.isRoot(user.text) }

  /// The last step that may bring setuid files: a RUN that installs, or a copied root file system.
  private static func lastBringer(_ stage: BuildStage, _ build: BuildModel) -> Int? {
    stage.steps.lastIndex { step in
      switch step.instruction.kind {
      case .run: build.packageCommands(ofStep: step).contains(where: \.isInstallation)
      case .add(let transfer): transfer.sources.contains { $0.text.holds(".tar") || $0.text.hasSuffix(".tgz") }
      case .copy(let transfer):
        transfer.destination.text == "/" && step.instruction.flags.contains { $0.name == "from" }
      default: false
      }
    }
  }

  /// The first of the instructions at the end that change no file.
  private static func ending(_ steps: ArraySlice<BuildStep>) -> BuildStep? {
    let quiet: Set<Keyword> = [
      .cmd, .entrypoint, .expose, .healthcheck, .label, .stopsignal, .volume, .user, .env, .maintainer,
    ]
    let start: Set<Keyword> = [.cmd, .entrypoint, .expose, .healthcheck, .volume, .stopsignal]
    var first: BuildStep?
    for step in steps.reversed() {
      guard quiet.contains(step.instruction.keyword) else { break }
      if start.contains(step.instruction.keyword) { first = step }
    }
    return first
  }

  private static func append(_ line: String, _ build: BuildModel) -> [SourceEdit] {
    // A stage that is not the last one ends where the next begins.
    guard build.target == build.stages.indices.last else { return [] }
    let source = build.syntax.source
    let end = source.position(of: source.bytes.count)
    let isOpen = source.bytes.last.map { $0 != 0x0A } ?? false
    return [
      SourceEdit(
        range: SourceRange(start: end, end: end), replacement: (isOpen ? "\n" : "") + line + "\n", isSafe: false)
    ]
  }
}
