import BuildModel
import Core
import Dockerfile

/// A Dockerfile whose last USER is root.
///
/// Source: AWS ECS security runbook item 11; CIS Docker Benchmark 1.6.0, 4.1.
struct DockerfileUserRoot: DockerfileRule {
  static let info = RuleInfo(
    id: "DKF-USER-ROOT", title: "last USER is root", severity: .high, subject: .dockerfile,
    what: "The last USER of the final stage, or of the stages it is built from, has uid 0: by name, by number, with "
      + "only a group, through the default of ARG or ENV, or as an account made with uid 0.",
    why:
      "The container starts as root. A process that breaks out of the application is root in the container, and root "
      + "with a kernel bug is root on the host.",
    fix: "USER 10001:10001 after the last step that needs root",
    controls: [.runbook(11), .cis("4.1"), .trivy("DS-0002"), .hadolint("DL3002")], aliases: ["DL3002", "DS-0002"],
    examples: [
      .bad("root", dockerfile: "FROM debian:12\nUSER root\nCMD [\"app\"]\n"),
      .bad("a number with zeros", dockerfile: "FROM debian:12\nUSER 00:10001\nCMD [\"app\"]\n"),
      .bad("only a group", dockerfile: "FROM debian:12\nUSER :10001\nCMD [\"app\"]\n"),
      .bad("by a default", dockerfile: "FROM debian:12\nARG user=root\nUSER $user\nCMD [\"app\"]\n"),
      .bad("another name", dockerfile: "FROM debian:12\nRUN useradd -o -u 0 toor\nUSER toor\nCMD [\"app\"]\n"),
      .good("back to another", dockerfile: "FROM debian:12\nUSER root\nRUN apt-get update\nUSER 10001\n"),
      .good("in a stage that does not ship", dockerfile: "FROM a AS b\nUSER root\nFROM debian:12\nUSER app\n"),
      .good("known only at build time", dockerfile: "FROM debian:12\nARG user\nUSER $user\n"),
    ])

  func findings(in build: BuildModel) -> [Finding] {
    guard !build.isWindows, case .named(let text, let node) = build.user,
      let step = build.shippedSteps.last(where: { $0.node == node }), case .user(let argument) = step.instruction.kind,
      let name = RootName(text, in: build)
    else { return [] }
    let earlier = earlierUser(build, before: step)
    let drop = drop(build)
    var notes: [Note] = []
    if text.text != argument.text, argument.text.contains("$") {
      notes.append(
        Note("`\(ClippedText.clipped(argument.text))` is \(shown(text.text)) unless the build says otherwise"))
    }
    if let account = name.account {
      notes.append(Note("`\(ClippedText.clipped(name.user))` is made with uid 0 here", place: account))
    }
    if let earlier {
      notes.append(Note("was `\(ClippedText.clipped(earlier.text))` from here on", place: earlier.place))
    }
    if earlier == nil, let name = baseUser(build) { notes.append(Note("the base starts as \(name)")) }
    if let drop { notes.append(Note(drop.note, place: drop.place)) }
    if let start = build.startSteps.first {
      notes.append(Note("starts as uid 0", place: build.place(ofKeywordOf: start)))
    }
    let line = UserLine(build, earlier: earlier?.text ?? baseUser(build))
    let stage = build.target == build.stages.indices.last ? "the final stage" : "the stage that ships"
    return [
      finding(
        "\(stage) ends as root: USER \(ClippedText.clipped(argument.text))",
        at: build.place(argument.range, ofNode: node),
        severity: drop == nil ? .high : .info, label: "uid 0", notes: notes, fix: line?.advice ?? "",
        edits: line?.edits ?? [])
    ]
  }

  private func shown(_ text: String) -> String { text.isEmpty ? "empty, which is root," : ClippedText.clipped(text) }

  /// A tool that drops root, where what starts can use it.
  private func drop(_ build: BuildModel) -> PrivilegeDrop? {
    let drops = build.privilegeDrops
    guard let first = drops.first else { return nil }
    switch first.sign {
    case .start: return first
    case .tool: return drops.contains { if case .script = $0.sign { true } else { false } } ? first : nil
    case .script: return nil
    }
  }

  /// The user that the base names, to go back to.
  private func baseUser(_ build: BuildModel) -> String? {
    guard case .known(let row)? = build.baseUser, case .named(let name) = row.user else {
      return nil
    }
    return name
  }

  /// The last user other than root before a step of the chain.
  private func earlierUser(_ build: BuildModel, before last: BuildStep) -> (text: String, place: Place)? {
    for stage in build.chain.reversed() {
      for step in build.stages[stage].steps.reversed() {
        guard (step.stage, step.index) < (last.stage, last.index), case .user(let argument) = step.instruction.kind,
          !BuildUser.isRoot(argument.text)
        else { continue }
        // What a variable in it stands for may have been root too.
        if let known = build.expanded(argument, at: step).known, BuildUser.isRoot(known) { continue }
        return (argument.text, build.place(argument.range, ofNode: step.node))
      }
    }
    return nil
  }
}
