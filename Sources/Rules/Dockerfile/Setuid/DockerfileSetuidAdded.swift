import BuildModel
import Core

/// A step that gives a file the setuid or setgid bit.
///
/// Source: CIS Docker Benchmark 1.6.0, 4.8.
struct DockerfileSetuidAdded: DockerfileRule {
  static let info = RuleInfo(
    id: "DKF-SETUID-ADDED", title: "setuid bit is set on a file", severity: .high, subject: .dockerfile,
    what: "chmod, install -m, dpkg-statoverride, COPY --chmod or ADD --chmod with the setuid or setgid bit, on files. "
      + "Setgid on directories passes the group on to new files and is left alone, and so is what is cleared later.",
    why:
      "Whoever starts the file gets its owner's rights, usually root's: a way up for who can run a command.",
    fix: "leave the bit out: chmod 0755; for one right of root's, setcap on the file",
    controls: [.runbook(10), .cis("4.8"), .cwe(250)],
    examples: [
      .bad("a symbolic mode", dockerfile: "FROM debian:12\nRUN chmod u+s /usr/bin/ping\n"),
      .bad("a number", dockerfile: "FROM debian:12\nCOPY --chmod=4755 helper /usr/local/bin/helper\n"),
      .bad("install", dockerfile: "FROM debian:12\nRUN install -m 4755 helper /usr/local/bin/helper\n"),
      .good("setgid on a directory", dockerfile: "FROM debian:12\nRUN mkdir -p /srv/www && chmod 2775 /srv/www\n"),
      .good("the sticky bit", dockerfile: "FROM debian:12\nRUN chmod 1777 /srv/tmp\n"),
      .good(
        "a stage that does not ship",
        dockerfile: "FROM debian:12 AS build\nRUN chmod u+s /bin/x\nFROM debian:12\nRUN true\n"),
      .good("taken away again", dockerfile: "FROM debian:12\nRUN chmod u+s /bin/x && make test && chmod u-s /bin/x\n"),
    ])

  func findings(in build: BuildModel) -> [Finding] {
    guard !build.isWindows else { return [] }
    let setters = SetuidSetterReader.setters(of: build.setuidSteps, in: build)
    guard !setters.isEmpty else { return [] }
    let state = build.stripState
    return setters.compactMap { setter in
      var notes: [Note] = []
      if let full = state.fullPosition, let action = state.full {
        let isCleared = setter.position < full && !isException(setter, state)
        if isCleared { return nil }
        notes.append(Note("the clean-up of setuid files runs before it", place: action.command.place(in: build)))
      }
      return finding(
        message(setter), at: setter.place, label: "sets the \(setter.title)", notes: notes, fix: fix(setter))
    }
  }

  private func isException(_ setter: SetuidSetter, _ state: StripState) -> Bool {
    let texts = state.exceptions.prefix(8).flatMap(\.texts)
    return setter.files.contains { file in
      texts.contains { NamePattern($0).matches(file) || file.hasSuffix("/" + $0) }
    }
  }

  private func message(_ setter: SetuidSetter) -> String {
    let list = setter.files.prefix(3).joined(separator: ", ")
    let more = setter.files.count > 3 ? " and \(setter.files.count - 3) more" : ""
    let what = setter.files.isEmpty ? "files" : list + more
    let whose = setter.bits & 0o4000 != 0 ? "their owner" : "their group"
    let one = setter.bits & 0o4000 != 0 ? "its owner" : "its group"
    return setter.files.count == 1
      ? "\(what) gets the \(setter.title): whoever starts it has the rights of \(one)"
      : "\(what) get the \(setter.title): whoever starts them has the rights of \(whose)"
  }

  private func fix(_ setter: SetuidSetter) -> String {
    let plain = ChmodMode(setter.mode.split(separator: " ").last.map(String.init) ?? "")
    guard let mode = plain, mode.isNumeric else { return "leave the bit out of \(setter.mode)" }
    let text = String(mode.applied(to: 0) & 0o1777, radix: 8)
    return "mode \(String(repeating: "0", count: max(0, 4 - text.count)))\(text) in place of \(setter.mode)"
  }
}
