import BuildModel
import Core
import ShellSyntax

/// A command that looks like a clean-up of setuid and setgid files and is none.
///
/// Source: CIS Docker Benchmark 1.6.0, 4.8; GNU findutils 4.9.0 and BusyBox 1.35.0, measured.
struct DockerfileSetuidIneffective: DockerfileRule {
  static let info = RuleInfo(
    id: "DKF-SETUID-INEFFECTIVE", title: "setuid clean-up clears nothing", severity: .medium, strict: .high,
    subject: .dockerfile,
    what:
      "A find that asks for the setuid or setgid bit and changes what it finds, but selects no such files, gives the "
      + "change to a part of them, or runs as a user who may not make it. GNU's and busybox's find differ: which the "
      + "image has is told by its base and by the packages installed.",
    why:
      "The files keep their bits, and `|| true` hides the error. Everybody reading the file believes they are cleared.",
    fix: "RUN \(SetuidCleanup.command), as root",
    controls: [.runbook(10), .cis("4.8")],
    examples: [
      .bad(
        "a mode that GNU's find refuses",
        dockerfile: """
          FROM debian:12
          RUN find / -perm +6000 -type f -exec chmod a-s {} \\; || true
          """),
      .bad(
        "an action that belongs to the right side of -o",
        dockerfile: """
          FROM alpine:3.20
          RUN find / -perm -4000 -o -perm -2000 -exec chmod a-s {} +
          """),
      .bad(
        "another user than root",
        dockerfile: """
          FROM debian:12
          USER 1000
          RUN find / -perm /6000 -type f -exec chmod a-s {} \\; || true
          """),
      .good(
        "the same mode with busybox's find",
        dockerfile: """
          FROM alpine:3.20
          RUN find / -perm +6000 -type f -exec chmod a-s {} \\; || true
          """),
      .good(
        "symbols stripped from programs",
        dockerfile: """
          FROM debian:12
          RUN find /usr/local -type f -perm /0111 -exec strip --strip-all {} +
          """),
      .good(
        "a list of the files",
        dockerfile: """
          FROM debian:12
          RUN find / -perm /6000 -type f -exec ls -ld {} \\;
          """),
    ])

  func findings(in build: BuildModel) -> [Finding] {
    guard !build.isWindows else { return [] }
    let state = build.stripState
    return (state.doubtful + (state.isFull ? [] : state.failures)).map { finding($0, build) }
  }

  private func finding(_ failure: StripState.Failure, _ build: BuildModel) -> Finding {
    let command = failure.action.command
    let (message, fix) = DockerfileSetuidIneffective.words(failure.defect)
    var notes: [Note] = []
    if failure.dependsOnFind {
      notes.append(Note("busybox's find reads it as meant; which find this base has is not known"))
    }
    if case .user = failure.defect, case .named(_, let node) = command.step.user {
      notes.append(Note("not root any more from here on", place: build.place(ofNode: node)))
    }
    return finding(
      "setuid clean-up clears nothing: " + message, at: command.place(in: build),
      severity: failure.dependsOnFind ? .info : nil, label: DockerfileSetuidIneffective.label(failure.defect),
      notes: notes,
      fix: fix, edits: edits(failure, build))
  }

  private static func label(_ defect: StripDefect) -> String {
    switch defect {
    case .keepsBit: "leaves a bit that it searches for"
    case .alternative: "acts on a part of the files only"
    case .user: "is refused"
    default: "selects no setuid file"
    }
  }

  /// What is wrong, and what to type.
  private static func words(_ defect: StripDefect) -> (String, String) {
    let whole = SetuidCleanup.command
    switch defect {
    case .plusMode(let mode):
      return ("GNU find refuses -perm \(mode) as an invalid mode since 4.5.12", "-perm /6000 in place of -perm \(mode)")
    case .plusSymbolic(let mode):
      return (
        "GNU find takes -perm \(mode) as this exact mode, which no file has", "-perm /6000 in place of -perm \(mode)"
      )
    case .exactMode(let mode):
      return (
        "-perm \(mode) selects files of exactly this mode, which no program has",
        "-perm /6000 in place of -perm \(mode)"
      )
    case .bothBits(let mode):
      return (
        "-perm \(mode) selects only files with the setuid and the setgid bit, not mode 4755 or 2755",
        "-perm /6000 in place of -perm \(mode)"
      )
    case .alternative:
      return (
        "the action belongs to the right side of -o only, files that the left side selects stay as they are",
        "find / -xdev -type f \\( -perm -4000 -o -perm -2000 \\) -exec chmod a-s {} +"
      )
    case .keepsBit(let mode):
      return ("chmod \(mode) leaves a bit that -perm selects files by", "chmod a-s in place of chmod \(mode)")
    case .user(let user):
      return (
        "it runs as \(user), and only root can change the mode of other users' files",
        "move it before USER \(user), or put USER root before it"
      )
    case .unreadable(let problem): return ("find refuses the expression, \(problem)", whole)
    case .selectsNothing: return ("its tests hold for no setuid or setgid file", whole)
    }
  }

  /// Replaces the operand of `-perm` where that alone is wrong.
  private func edits(_ failure: StripState.Failure, _ build: BuildModel) -> [SourceEdit] {
    let wrong: String
    switch failure.defect {
    case .plusMode(let mode), .plusSymbolic(let mode), .exactMode(let mode), .bothBits(let mode): wrong = mode
    default: return []
    }
    let words = failure.action.command.resolved.arguments.filter { $0.literal == wrong }
    let permissions = failure.action.command.resolved.arguments.filter { $0.text == "-perm" }
    guard let word = words.first, words.count == 1, permissions.count == 1,
      case .source(_, let range) = failure.action.command.place(of: word, in: build)
    else { return [] }
    return [SourceEdit(range: range, replacement: "/6000", isSafe: false)]
  }
}
