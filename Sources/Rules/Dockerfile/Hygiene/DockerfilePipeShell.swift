import BuildModel
import Core
import Dockerfile
import ShellSyntax

/// A text from the network that is carried out as it arrives.
struct DockerfilePipeShell: DockerfileRule {
  static let info = RuleInfo(
    id: "DKF-PIPE-SHELL", title: "download run unseen", severity: .medium, subject: .dockerfile,
    what: "A RUN of any stage gives what curl or wget fetch straight to a shell or interpreter: through a pipe, "
      + "sh -c \"$(curl …)\", bash <(curl …), eval or source.",
    why: "Whoever controls the server, or the connection, decides what the build runs as root; a download that breaks "
      + "off runs half; no checksum can be looked at in between.",
    fix: "curl -fsSLo setup.sh URL && echo \"DIGEST  setup.sh\" | sha256sum -c && sh setup.sh && rm setup.sh",
    controls: [.cis("4.11")],
    examples: [
      .bad("a pipe", dockerfile: "FROM debian:12\nRUN curl -fsSL https://example.com/setup | sudo -E bash -\n"),
      .bad("a substitution", dockerfile: "FROM debian:12\nRUN sh -c \"$(wget -qO- https://example.com/setup)\"\n"),
      .bad(
        "in a builder stage",
        dockerfile: "FROM python:3 AS build\nRUN curl -sSL https://example.com/x.py | python3 -\nFROM scratch\n"),
      .good("a key", dockerfile: "FROM debian:12\nRUN curl -fsSL https://example.com/key | apt-key add -\n"),
      .good("an archive", dockerfile: "FROM debian:12\nRUN curl -fsSL https://example.com/a.tgz | tar xz -C /opt\n"),
      .good(
        "data for a program", dockerfile: "FROM python:3\nRUN curl -s https://example.com/a | python3 -m json.tool\n"),
      .good(
        "a checked file",
        dockerfile:
          "FROM debian:12\nRUN curl -o s.sh https://example.com/s && echo \"0a1b  s.sh\" | sha256sum -c && sh s.sh\n"),
    ])

  func findings(in build: BuildModel) -> [Finding] {
    var out: [Finding] = []
    for stage in build.stages where !stage.isWindows {
      for step in stage.steps where step.instruction.keyword == .run {
        let commands = build.commands(of: [step])
        let fetched = FetchedText(commands)
        guard !fetched.isEmpty else { continue }
        for command in commands {
          guard let source = Self.source(of: command, fetched), commands.indices.contains(source.command) else {
            continue
          }
          out.append(finding(command, source, commands[source.command], in: build))
        }
      }
    }
    return out
  }

  /// What a command carries out.
  private struct Source {
    /// Index of the command that fetches.
    var command: Int
    /// The word that holds it; nil for a pipe.
    var word: ShellWord?
  }

  private static func source(of command: StepCommand, _ fetched: FetchedText) -> Source? {
    guard let interpreter = ScriptInterpreter(command.resolved) else { return nil }
    let redirections = command.command.redirections
    for redirection in redirections where redirection.operation == "<<<" || redirection.operation == "<" {
      guard let scope = redirection.target.leadingSubstitution, let fetch = fetched.substitutions[scope] else {
        continue
      }
      return interpreter.runsInput ? Source(command: fetch, word: redirection.target) : nil
    }
    if let word = interpreter.textWord, let scope = word.leadingSubstitution, let fetch = fetched.substitutions[scope] {
      return Source(command: fetch, word: word)
    }
    let hasOtherInput = redirections.contains { $0.operation.hasPrefix("<") && ($0.descriptor ?? "0") == "0" }
    guard interpreter.runsInput, !hasOtherInput else { return nil }
    return pipe(into: command, fetched).map { Source(command: $0) }
  }

  /// The command that fetches what flows into a command, or into a compound around it.
  private static func pipe(into command: StepCommand, _ fetched: FetchedText) -> Int? {
    func fetch(_ place: PipelinePlace) -> Int? {
      fetched.pipelines[place.id].flatMap { $0.member < place.index ? $0.command : nil }
    }
    if let found = fetch(command.command.pipeline) { return found }
    let script = command.script.script
    for index in script.enclosing(command.command) {
      let scope = script.scopes[index]
      switch scope.kind {
      case .script, .function, .substitution: return nil
      case .shellText(let runner):
        if script.commands.indices.contains(runner), let found = fetch(script.commands[runner].pipeline) {
          return found
        }
      default:
        if let found = fetch(scope.pipeline) { return found }
      }
    }
    return nil
  }

  private func finding(_ command: StepCommand, _ source: Source, _ fetch: StepCommand, in build: BuildModel) -> Finding
  {
    let what = "what \(fetch.name.isEmpty ? "the download" : fetch.name) fetches"
    return finding(
      "\(command.name) runs \(what) without a look at it", at: command.place(in: build),
      label: "runs whatever arrives",
      notes: source.word == nil ? [Note("fetched here", place: fetch.place(in: build))] : [],
      fix: "fetch to a file, compare its checksum, then run it: "
        + "curl -fsSLo setup.sh URL && echo \"DIGEST  setup.sh\" | sha256sum -c && sh setup.sh && rm setup.sh")
  }
}
