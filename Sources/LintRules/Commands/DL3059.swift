import Core
import Dockerfile
import ShellSyntax

/// RUN after RUN that could be one.
struct DL3059: LintRule {
  static let info = RuleInfo(
    "DL3059", .info, title: "RUN follows RUN",
    what: """
      each RUN of one command behind another RUN of one command with the same mounts, network and security, when && \
      can join them
      """,
    why: "each RUN is a layer; what one writes and the next deletes is still in the image",
    fix: "write both commands in one RUN, joined by &&",
    examples: [
      .bad("a layer a command", dockerfile: "FROM debian:12\nRUN make\nRUN make install\n"),
      .good("one layer", dockerfile: "FROM debian:12\nRUN make && make install\n"),
    ])

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    var pragmas = (flow.isExact ? DL3059.pragmaLines(of: flow.syntax) : [])[...]
    var lastPragma = 0
    var previous: (count: Int, options: Set<String>, line: Int)?
    for instruction in flow.instructions {
      guard case .run(let run) = instruction.kind else {
        previous = nil
        continue
      }
      while let line = pragmas.first, line < instruction.line { lastPragma = pragmas.removeFirst() }
      if !flow.isExact, !DL3059.canBeJoined(instruction, flow.syntax) {
        previous = nil
        continue
      }
      let options = DL3059.options(of: run, instruction.instruction.flags)
      let current = (count: instruction.commands.count, options: options, line: instruction.line)
      if let before = previous, before.count < 2, current.count < 2, before.options == current.options,
        lastPragma <= before.line
      {
        report.note("RUN follows a RUN with the same options, expected one RUN with both commands", at: instruction)
      } else {
        previous = current
      }
    }
  }

  /// Whether `&&` can join the RUN with another: it is no list, has no lines of its own and a shell reads it.
  private static func canBeJoined(_ run: LintInstruction, _ syntax: DockerfileSyntax) -> Bool {
    guard let script = run.script, !script.isExec, syntax.nodes[run.node].heredocs.isEmpty else { return false }
    if case .other = script.dialect { return false }
    return true
  }

  /// The lines of comments that hadolint takes for instructions.
  private static func pragmaLines(of syntax: DockerfileSyntax) -> [Int] {
    syntax.comments.filter { comment in
      let text = comment.text.drop { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: "#") }
      return ["syntax", "escape"].contains { name in
        guard text.starts(with: name.utf8) else { return false }
        let rest = text.dropFirst(name.utf8.count).drop { $0 == 0x20 || $0 == 0x09 }
        guard rest.first == UInt8(ascii: "=") else { return false }
        // A backslash is the end of the line to hadolint before it is a value.
        return rest.dropFirst().first { $0 != 0x20 && $0 != 0x09 } != UInt8(ascii: "\\")
      }
    }.map(\.line)
  }

  /// Mounts, network and security, whatever their order.
  private static func options(of run: Run, _ flags: [Flag]) -> Set<String> {
    var out = Set(
      run.mounts.map { mount in
        var fields = mount.fields.filter { $0.key != "type" }.map { "\(name(of: $0.key))=\($0.value ?? "true")" }
        fields.append("type=\(mount.type)")
        return fields.sorted().joined(separator: ",")
      })
    for flag in flags where flag.name == "network" || flag.name == "security" {
      out.insert("\(flag.name) \(flag.value ?? "")")
    }
    return out
  }

  /// The one name for the spellings of a mount's key.
  private static func name(of key: String) -> String {
    switch key {
    case "dst", "destination": "target"
    case "src": "source"
    case "ro": "readonly"
    case "rw": "readwrite"
    default: key
    }
  }
}
