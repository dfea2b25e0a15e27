import Core
import Dockerfile
import ShellSyntax

/// A pipe whose failures pass unseen.
struct DL4006: LintRule {
  static let info = RuleInfo(
    "DL4006", .warning, title: "pipe without pipefail",
    what: """
      each RUN with a pipe while SHELL has not set pipefail, unless only echo, printf and yes write to pipes
      """,
    why: "only the status of the last command counts: a failed download passes for a good build",
    fix: "write SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"] before the RUN; on Alpine /bin/ash",
    examples: [
      .bad("a failed download unseen", dockerfile: "FROM debian:12\nRUN curl -f https://example.com/a | tar x\n"),
      .good(
        "a failed download ends the build",
        dockerfile:
          "FROM debian:12\nSHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\nRUN curl -f https://example.com/a | tar x\n"
      ),
    ])

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    guard flow.runs.contains(where: { $0.script?.hasPipe == true }) else { return }
    var isSafe = InheritedState(false)
    for instruction in flow.instructions {
      switch instruction.kind {
      case .from:
        isSafe.begin(instruction)
        // In an exact judgement no stage has anything from another.
        if flow.isExact { isSafe.set(false) }
      case .shell(let words):
        isSafe.set(PipefailShell.isSafe(words.map(\.text), isExact: flow.isExact))
      case .run:
        guard !isSafe.value, let script = instruction.script, script.hasPipe else { continue }
        note(script, at: instruction, isExact: flow.isExact, &report)
      default: break
      }
    }
  }

  private func note(
    _ script: LintScript, at run: LintInstruction, isExact: Bool, _ report: inout LintReport
  ) {
    let message = "status of a pipe is that of its last command, expected SHELL with -o pipefail before RUN"
    let failing = isExact ? nil : failing(in: script)
    if !isExact, failing == nil { return }
    let piped = script.commands.first { command in
      let pipeline = script.script.commands[command.index].pipeline
      return pipeline.count > 1 && failing?.contains(pipeline.id) != false
    }
    guard let piped else { return report.note(message, at: run) }
    let isSet = script.commands.contains { $0.name == "set" && $0.index < piped.index && $0.has("pipefail") }
    if isSet, !isExact { return }
    report.note(message, at: run, piped)
  }

  /// Programs whose status nobody asks for: `yes` ends by a signal, the others print what they are given.
  private static let speakers: Set<String> = ["echo", "printf", "yes"]

  /// The pipelines with a member before the last that may fail; nil when there is none.
  private func failing(in script: LintScript) -> Set<Int>? {
    let isQuoted = LintScript.quotedScopes(script.script)
    var found: Set<Int> = []
    for command in script.script.commands where command.pipeline.index < command.pipeline.count - 1 {
      let isSpeaker = command.words.first?.literal.map(DL4006.speakers.contains) ?? false
      if !isSpeaker, !isQuoted[command.scope] { found.insert(command.pipeline.id) }
    }
    for (index, scope) in script.script.scopes.enumerated()
    where scope.pipeline.index < scope.pipeline.count - 1 && !isQuoted[index] {
      found.insert(scope.pipeline.id)
    }
    return found.isEmpty ? nil : found
  }
}
