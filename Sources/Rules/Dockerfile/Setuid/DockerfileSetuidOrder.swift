import BuildModel
import Core

/// A step after the clean-up of setuid and setgid files that may bring such files again.
///
/// Source: CIS Docker Benchmark 1.6.0, 4.8.
struct DockerfileSetuidOrder: DockerfileRule {
  static let info = RuleInfo(
    id: "DKF-SETUID-ORDER", title: "setuid clean-up runs too early", severity: .medium, strict: .high,
    subject: .dockerfile,
    what:
      "A package installation or upgrade, a root file system copied from elsewhere or an unpacked archive comes after "
      + "the last command that clears setuid and setgid bits. Steps count by instruction, then by place in a RUN.",
    why: "Packages bring files with the bits set. What comes after the clean-up ships as it is.",
    fix: "move the clean-up behind the last installation",
    controls: [.runbook(10), .cis("4.8")],
    examples: [
      .bad(
        "an installation in a later RUN",
        dockerfile: """
          FROM debian:12
          RUN find / -xdev -perm /6000 -type f -exec chmod a-s {} +
          RUN apt-get update && apt-get install -y sudo
          """),
      .bad(
        "an installation later in the same RUN",
        dockerfile: """
          FROM alpine:3.20
          RUN find / -xdev -perm /6000 -type f -exec chmod a-s {} + && apk add --no-cache shadow
          """),
      .good(
        "an installation before",
        dockerfile: """
          FROM debian:12
          RUN apt-get update && apt-get install -y sudo && find / -xdev -perm /6000 -type f -exec chmod a-s {} +
          """),
      .good(
        "a language's packages",
        dockerfile: """
          FROM debian:12
          RUN find / -xdev -perm /6000 -type f -exec chmod a-s {} +
          RUN pip install flask
          """),
      .good(
        "a second clean-up",
        dockerfile: """
          FROM debian:12
          RUN find / -xdev -perm /6000 -type f -exec chmod a-s {} +
          RUN apt-get install -y sudo && find / -xdev -perm /6000 -type f -exec chmod a-s {} +
          """),
    ])

  func findings(in build: BuildModel) -> [Finding] {
    guard !build.isWindows else { return [] }
    let state = build.stripState
    guard !state.isFull, !state.mayBeFull, let full = state.full else { return [] }
    let place = full.command.place(in: build)
    let note = Note("cleans here…", place: place)
    let line = place.firstLine
    return state.later.map { later in
      finding(
        message(later, line), at: later.place, label: "…but this may bring setuid files again", notes: [note],
        fix: "move \(DockerfileSetuidOrder.cleanup(line)) behind this, as root")
    }
  }

  private static func cleanup(_ line: Int?) -> String { line.map { "the clean-up of line \($0)" } ?? "the clean-up" }

  private func message(_ later: StripState.Later, _ line: Int?) -> String {
    let cleanup = "setuid clean-up" + (line.map { " on line \($0)" } ?? "")
    switch later.cause {
    case .packages(let command):
      let names = command.packages.filter { !$0.isInverted }.map(\.name) + command.files.map(\.name)
      let action = command.action == .upgrade ? "upgrades packages" : "installs packages"
      guard !names.isEmpty else { return "\(cleanup) is undone: \(command.command.name) \(action) after it" }
      let list = names.prefix(3).joined(separator: ", ") + (names.count > 3 ? " and \(names.count - 3) more" : "")
      return "\(cleanup) is too early: \(command.command.name) installs \(list) after it"
    case .copy(let source): return "\(cleanup) is too early: the root file system of \(source) is copied after it"
    case .archive(let name): return "\(cleanup) is too early: the archive \(name) is unpacked after it"
    }
  }
}

extension Place {
  /// The 1-based line it begins on.
  var firstLine: Int? {
    if case .source(_, let range) = self { range.start.line } else { nil }
  }
}
