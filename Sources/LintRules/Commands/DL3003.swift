import Core
import ShellSyntax

/// cd in RUN instead of WORKDIR.
struct DL3003: LintRule {
  static let info = RuleInfo(
    "DL3003", .warning, title: "RUN uses cd",
    what: "each cd command of RUN, unless its directory is known only to the shell",
    why: """
      the directory is forgotten at the end of the RUN, and the reader has to follow it through the line
      """,
    fix: "write WORKDIR before the RUN; it lasts for what follows",
    examples: [
      .bad("a directory for one RUN", dockerfile: "FROM debian:12\nRUN cd /src && make\n"),
      .good("the directory for all that follows", dockerfile: "FROM debian:12\nWORKDIR /src\nRUN make\n"),
    ])

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    for (run, command) in flow.commands(named: "cd") {
      if !flow.isExact, isShells(command, run) { continue }
      report.note("cd in RUN, expected WORKDIR before it", at: run, command)
    }
  }

  /// Whether the directory cannot be that of a WORKDIR: a substitution, the one before, or a variable that the RUN sets.
  private func isShells(_ command: LintCommand, _ run: LintInstruction) -> Bool {
    guard let script = run.script?.script else { return false }
    if command.has("-") { return true }
    let parts = script.commands[command.index].words.flatMap(\.parts)
    var names: Set<String> = []
    for part in parts {
      switch part {
      case .substitution: return true
      case .parameter(let name, _, _): names.insert(name)
      case .literal, .arithmetic: continue
      }
    }
    guard !names.isEmpty else { return false }
    return script.commands.contains { $0.assignments.contains { names.contains($0.name) } }
      || script.scopes.contains { scope in
        if case .forBody(let variable, _) = scope.kind { names.contains(variable) } else { false }
      }
  }
}
