import BuildModel
import Dockerfile
import ShellSyntax

/// The programs that an instruction such as ENTRYPOINT names.
struct StartedPrograms {
  /// Base names, those of wrappers such as tini included.
  private(set) var names: Set<String> = []

  /// What one instruction names.
  static func of(_ step: BuildStep) -> StartedPrograms {
    var out = StartedPrograms()
    out.add(step)
    return out
  }

  /// What the shipped image starts.
  static func ofStart(in build: BuildModel) -> StartedPrograms {
    var out = StartedPrograms()
    for keyword in [Keyword.entrypoint, .cmd] {
      if let step = build.lastShipped(keyword) { out.add(step) }
    }
    return out
  }

  /// What its health check starts.
  static func ofHealthcheck(in build: BuildModel) -> StartedPrograms {
    var out = StartedPrograms()
    if let step = build.lastShipped(.healthcheck) { out.add(step) }
    return out
  }

  /// Whether a program of this base name is named.
  func contains(_ name: String) -> Bool { names.contains(name) }

  private mutating func add(_ step: BuildStep) {
    guard let script = step.script?.script else { return }
    for command in script.commands {
      let resolved = script.resolved(command)
      names.insert(resolved.name)
      names.formUnion(resolved.wrappers)
    }
  }

  /// Whether one of a tool's programs is named.
  func names(_ tool: PackagedTool) -> Bool { !names.isDisjoint(with: tool.programs) }
}
