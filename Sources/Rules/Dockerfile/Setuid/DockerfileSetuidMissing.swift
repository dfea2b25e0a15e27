import BuildModel
import Core
import ShellSyntax

/// A final image whose setuid and setgid files nobody clears, or not all of them.
///
/// A clean-up with exceptions is full and named at info.
/// Source: AWS ECS security runbook item 10; CIS Docker Benchmark 1.6.0, 4.8.
struct DockerfileSetuidMissing: DockerfileRule {
  static let info = RuleInfo(
    id: "DKF-SETUID-MISSING", title: "setuid and setgid files are left in the image", severity: .medium,
    strictBelow: [.info: .medium],
    subject: .dockerfile,
    what:
      "No step of the final stage, or of the stages it is built from, clears the setuid and setgid bit of programs; "
      + "the base is a distribution, or packages are installed. At info where a step that cannot be read may do it, "
      + "and for files that a clean-up leaves out on purpose.",
    why:
      "su, mount, passwd and their like run as root whoever starts them. A container needs none of them, and each is a "
      + "way to root for who gets in.",
    fix: "RUN \(SetuidCleanup.command), as root, behind the last package installation",
    controls: [.runbook(10), .cis("4.8")],
    examples: [
      .bad("no clean-up", dockerfile: "FROM debian:12\nRUN apt-get update && apt-get install -y curl\n"),
      .bad("only the setuid bit", dockerfile: "FROM debian:12\nRUN find / -xdev -perm -4000 -exec chmod u-s {} +\n"),
      .bad(
        "in a stage that does not ship",
        dockerfile: "FROM debian:12\nRUN find / -xdev -perm /6000 -exec chmod a-s {} +\nFROM debian:12\nRUN true\n"),
      .good("all of them", dockerfile: "FROM debian:12\nRUN find / -xdev -perm /6000 -type f -exec chmod a-s {} +\n"),
      .good(
        "two searches",
        dockerfile: "FROM debian:12\nRUN find / -perm -4000 -exec chmod a-s {} + ; "
          + "find / -perm -2000 -exec chmod a-s {} +\n"),
      .good("no shell and no programs", dockerfile: "FROM scratch\nCOPY app /app\n"),
      .good(
        "in the stage it is built from",
        dockerfile: "FROM debian:12 AS hard\nRUN find / -xdev -perm /6000 -exec chmod a-s {} +\nFROM hard\nRUN true\n"),
    ])

  func findings(in build: BuildModel) -> [Finding] {
    guard !build.isWindows, let stage = build.targetStage else { return [] }
    let state = build.stripState
    let place = build.place(ofNode: stage.node)
    if state.isFull || state.full != nil { return exceptions(state, build, place) }
    let base = build.baseImage
    guard state.failures.isEmpty, state.doubtful.isEmpty, base.hasShell != false || state.installsPackages,
      base.isOperatingSystem || state.installsPackages
    else { return [] }
    let cleanup = SetuidCleanup(build)
    var notes = notes(state, build)
    let unreadable = build.unreadableSetuidSteps
    if let step = unreadable.first {
      notes.append(Note("\(step.title) may do it and cannot be read", place: step.place))
    }
    if state.mayBeFull {
      return [
        finding(
          "setuid and setgid files may be left: the clean-up runs under a condition or is not all known", at: place,
          severity: .info, notes: notes, fix: cleanup.advice)
      ]
    }
    let message = message(state, base) + (unreadable.isEmpty ? "" : " as far as can be read")
    return [
      finding(
        message, at: place, severity: unreadable.isEmpty ? .medium : .info, label: "ships setuid and setgid files",
        notes: notes, fix: cleanup.advice, edits: unreadable.isEmpty ? cleanup.edits : [])
    ]
  }

  private func exceptions(_ state: StripState, _ build: BuildModel, _ place: Place) -> [Finding] {
    guard state.isFull, !state.exceptions.isEmpty else { return [] }
    let texts = state.exceptions.flatMap(\.texts)
    let list = texts.prefix(5).joined(separator: ", ") + (texts.count > 5 ? " and \(texts.count - 5) more" : "")
    return [
      finding(
        "setuid clean-up leaves out \(list)", at: place, severity: .info,
        notes: state.exceptions.prefix(3).map { Note("left out here", place: $0.action.command.place(in: build)) },
        fix: "leave the exception out where nothing needs it")
    ]
  }

  // MARK: words

  private func message(_ state: StripState, _ base: BaseImage) -> String {
    let wide = state.effective.filter { if case .named = $0.kind { false } else { $0.isAboutSetid } }
    guard wide.isEmpty else { return "setuid clean-up leaves " + rest(state) }
    let named = state.effective.flatMap { action -> [String] in
      if case .named(let names) = action.kind { names } else { [] }
    }
    guard !named.isEmpty else { return "no step clears the setuid and setgid bits of the image's programs" }
    let others = StripReader.knownNames.filter { !named.contains($0) }.prefix(4).joined(separator: ", ")
    // What a package brings to Alpine has other names.
    let isUsual = base.family.isDebianLike || base.family == .rpm
    return "setuid clean-up is for named files only and leaves others" + (isUsual ? ", such as \(others)" : "")
  }

  /// What is left when something was cleared.
  private func rest(_ state: StripState) -> String {
    let directories = state.layout.directories.filter { directory in state.left.contains { $0.directory == directory } }
    let modes = Set(state.left.map { $0.mode & 0o6000 })
    let what =
      !modes.contains(0o4000) && !modes.contains(0o6000)
      ? "setgid files"
      : !modes.contains(0o2000) && !modes.contains(0o6000) ? "setuid files" : "setuid and setgid files"
    if directories.count < state.layout.directories.count {
      return what + " in " + directories.joined(separator: ", ")
    }
    let all = Set(ModelFile.modes.filter { $0 & 0o6000 != 0o6000 && modes.contains($0 & 0o6000) })
    let left = Set(state.left.map(\.original)).filter { $0 & 0o6000 != 0o6000 }
    if left == all || left.isEmpty { return what }
    return what + " of other modes, such as "
      + left.sorted().prefix(3).map { String($0, radix: 8) }.joined(separator: ", ")
  }

  private func notes(_ state: StripState, _ build: BuildModel) -> [Note] {
    var notes: [Note] = []
    for action in state.effective.prefix(3) {
      if case .named(let names) = action.kind {
        notes.append(
          Note("for \(names.prefix(5).joined(separator: ", ")) only", place: action.command.place(in: build)))
      } else if action.isAboutSetid {
        notes.append(Note("clears a part of them", place: action.command.place(in: build)))
      }
    }
    for idle in state.idle.prefix(3) {
      let text = idle.reason == .lists ? "finds them and changes nothing" : "searches where no programs are"
      notes.append(Note(text, place: idle.command.place(in: build)))
    }
    if state.effective.isEmpty, let other = build.unshippedStrip { notes.append(other) }
    return notes
  }
}
