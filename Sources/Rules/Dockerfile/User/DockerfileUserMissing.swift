import BuildModel
import Core
import Dockerfile

/// A Dockerfile whose image has no USER of its own and is built on one that starts as root.
///
/// Under the strict profiles the cases that are info here are medium: a finding carries one severity, the profile raises
/// it.
/// Source: AWS ECS security runbook item 11; CIS Docker Benchmark 1.6.0, 4.1.
struct DockerfileUserMissing: DockerfileRule {
  static let info = RuleInfo(
    id: "DKF-USER-MISSING", title: "final stage has no USER", severity: .high, strictBelow: [.info: .medium],
    subject: .dockerfile,
    what: "The final stage, or the stage named by --target, has no USER, nor have the stages it is built from, and the "
      + "base image is not known to name another user than root.",
    why: "Without USER a container starts as root. A process that breaks out of the application is root in the "
      + "container, and root with a kernel bug is root on the host.",
    fix: "USER 10001:10001 before ENTRYPOINT or CMD of the final stage, and chown what the program writes",
    controls: [.runbook(11), .cis("4.1"), .trivy("DS-0002")], aliases: ["DL3002", "DS-0002"],
    examples: DockerfileUserMissing.examples)

  func findings(in build: BuildModel) -> [Finding] {
    guard let stage = build.targetStage, let base = build.base, let user = build.baseUser, !build.isWindows,
      build.user == .inherited, !build.hasRefusedUser
    else { return [] }
    if case .known(let row) = user, row.isVerified, case .named = row.user { return [] }
    let excuses = excuses(build, user, base)
    let startsAs = user.startsAs
    var notes: [Note] = []
    if let step = build.startSteps.first {
      notes.append(Note(startsAs, place: build.place(ofKeywordOf: step)))
    }
    if build.startSteps.isEmpty, build.servesFiles { notes.append(Note("what the base starts, starts as uid 0")) }
    notes += excuses
    if let note = userOfOtherStage(build) { notes.append(note) }
    var said: String?
    switch user {
    case .notInTable:
      if let sign = build.baseUserSign, sign.isRoot {
        notes.append(Note("\(sign.program) works only as root, so the base starts as root", place: sign.place))
      } else {
        notes.append(Note("if the base image names a user other than root, say it again here: USER NAME"))
      }
    case .known(let row): if case .named(let name) = row.user { said = name }
    case .root, .dependsOnTag, .unresolved: break
    }
    let line = UserLine(build, earlier: said)
    return [
      finding(
        message(build, user, excuses), at: build.place(ofNode: stage.node), severity: excuses.isEmpty ? .high : .info,
        label: user.label, notes: notes, fix: line?.advice ?? "", edits: line?.edits ?? [])
    ]
  }

  private func message(_ build: BuildModel, _ user: BaseUser, _ excuses: [Note]) -> String {
    let stage = build.target == build.stages.indices.last ? "the final stage" : "the stage that ships"
    if excuses.isEmpty, case .root = user { return stage + " never leaves root" }
    return stage + " has no USER"
  }

  /// Why it may be right all the same.
  private func excuses(_ build: BuildModel, _ user: BaseUser, _ base: BuildStage.Base) -> [Note] {
    var notes: [Note] = []
    switch user {
    case .known(let row):
      switch row.user {
      case .named(let name):
        notes.append(Note("the base starts as \(name), from \(row.source); not verified, so say it again here"))
      case .dropped(let name) where build.lastShipped(.entrypoint) == nil:
        notes.append(Note("the base's own entrypoint starts as root and goes on as \(name)"))
      case .dropped, .root: break
      }
    case .dependsOnTag: notes.append(Note("the base's user depends on its tag, and only a digest is written"))
    case .unresolved:
      if case .unknown(let text) = base {
        notes.append(
          Note("the base \(ClippedText.clipped(text)) is known only when it is built, and with it who it starts as"))
      } else {
        notes.append(Note("the base is named by a hash alone, which does not tell who it starts as"))
      }
    case .notInTable:
      if let sign = build.baseUserSign, !sign.isRoot {
        notes.append(
          Note("sudo is run as the base's user, so the base may name one other than root", place: sign.place))
      }
    case .root: break
    }
    if let drop = build.privilegeDrops.first { notes.append(Note(drop.note, place: drop.place)) }
    if build.startSteps.isEmpty, build.lastShipped(.expose) == nil, !build.servesFiles {
      notes.append(
        Note("there is no ENTRYPOINT, CMD or EXPOSE: an image for others to build on may leave USER to them"))
    }
    return notes
  }

  /// A USER of a stage that does not ship is taken for the image's.
  private func userOfOtherStage(_ build: BuildModel) -> Note? {
    let shipped = Set(build.chain)
    for stage in build.stages.reversed() where !shipped.contains(stage.index) {
      for step in stage.steps.reversed() {
        guard case .user(let argument) = step.instruction.kind, !BuildUser.isRoot(argument.text) else { continue }
        let line = build.syntax.nodes[step.node].lines.lowerBound
        return Note(
          "`USER \(ClippedText.clipped(argument.text))` on line \(line) belongs to stage "
            + "`\(ClippedText.clipped(stage.title))`, which is not shipped",
          place: build.place(ofNode: step.node))
      }
    }
    return nil
  }
}

extension BaseUser {
  /// What stands below the marks at FROM.
  fileprivate var label: String {
    switch self {
    case .root: "this base's default user is root"
    case .known(let row):
      if case .named(let name) = row.user {
        "this base's default user is said to be \(name)"
      } else {
        "this base's default user is root"
      }
    case .dependsOnTag, .unresolved, .notInTable: "this base's default user is not known"
    }
  }

  fileprivate var startsAs: String {
    switch self {
    case .root: return "starts as uid 0"
    case .known(let row):
      if case .named(let name) = row.user { return "starts as \(name), if the base is as said" }
      return "starts as uid 0"
    case .dependsOnTag, .unresolved, .notInTable: return "starts as the base's user, uid 0 unless it names one"
    }
  }
}

extension BuildModel {
  /// Whether files are copied into an image that serves them: an application, though it says nothing of what to start.
  fileprivate var servesFiles: Bool {
    guard case .image(let reference)? = base, reference.canonicalName.registry == "docker.io",
      OfficialImages.isServer(reference.canonicalName.repository, BaseTag(reference.tag))
    else { return false }
    return shippedSteps.contains { $0.instruction.keyword == .copy || $0.instruction.keyword == .add }
  }

  /// Whether a USER may stand in the file that was not read: Docker refuses it, or the file from some place on.
  fileprivate var hasRefusedUser: Bool {
    guard !syntax.errors.isEmpty else { return false }
    if syntax.parseError != nil { return true }
    let understood = Set(syntax.instructions.map(\.node))
    return syntax.nodes.indices.contains {
      syntax.nodes[$0].texts.first?.keyword == .user && !understood.contains($0)
    }
  }
}

extension DockerfileUserMissing {
  fileprivate static let examples: [Example] = [
    .bad("no USER", dockerfile: "FROM debian:12\nCOPY app /app\nENTRYPOINT [\"/app\"]\n"),
    .bad(
      "a USER in a stage that does not ship",
      dockerfile: """
        FROM node:22 AS build
        USER node
        FROM node:22-slim
        COPY --from=build /app /app
        ENTRYPOINT ["node", "/app/server.js"]
        """),
    .bad("nothing but a program", dockerfile: "FROM scratch\nCOPY app /app\nENTRYPOINT [\"/app\"]\n"),
    .good("a number", dockerfile: "FROM scratch\nCOPY app /app\nUSER 65532:65532\nENTRYPOINT [\"/app\"]\n"),
    .good(
      "by the stage it is built from",
      dockerfile: "FROM debian:12 AS base\nUSER 10001\nFROM base\nCOPY app /app\nENTRYPOINT [\"/app\"]\n"),
    .good(
      "a base with a user of its own",
      dockerfile: "FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled\nCOPY app /app\nENTRYPOINT [\"/app\"]\n"),
    .good("Windows", dockerfile: "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCMD [\"app.exe\"]\n"),
  ]
}
