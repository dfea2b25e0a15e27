import Core
import Dockerfile
import ShellSyntax

/// Makes the shell text of an instruction: its line, with here-documents, or the words of its list.
struct ScriptReader {
  let syntax: DockerfileSyntax
  let dialect: ShellDialect

  func script(of instruction: Instruction) -> StepScript? {
    switch instruction.kind {
    case .run(let run): script(run.command, syntax.nodes[instruction.node])
    case .cmd(let command), .entrypoint(let command): script(command, syntax.nodes[instruction.node])
    case .healthcheck(.command(let command)): script(command, syntax.nodes[instruction.node])
    default: nil
    }
  }

  private func script(_ command: CommandForm, _ node: Node) -> StepScript {
    if command.isExec {
      // The quotes of an item are not part of its text.
      let words = command.arguments.map { argument in
        let inside = (argument.range.lowerBound + 1)..<max(argument.range.lowerBound + 1, argument.range.upperBound - 1)
        return (text: argument.text, range: inside)
      }
      return StepScript(
        script: ShellScript(arguments: words), text: node.line, dialect: .posix, isExec: true)
    }
    let range = command.arguments.first?.range ?? 0..<0
    guard !node.heredocs.isEmpty else { return script(node.line.slice(range), dialect) }
    if let only = onlyHeredoc(command, node) {
      var text = LogicalLine()
      text.append(syntax.source.bytes, only.offsets)
      return script(text, only.content.starts(with: Array("#!".utf8)) ? shebang(only) : dialect)
    }
    var text = node.line.slice(range)
    for heredoc in node.heredocs {
      // The line feed before the body and the closing line belong to the shell's text too.
      let start = text.bytes.isEmpty ? heredoc.offsets.lowerBound : max(0, heredoc.offsets.lowerBound - 1)
      text.append(syntax.source.bytes, start..<heredoc.end)
    }
    return script(text, dialect)
  }

  private func script(_ text: LogicalLine, _ dialect: ShellDialect) -> StepScript {
    StepScript.read(text, dialect: dialect, limit: syntax.source.bytes.count)
  }

  /// The here-document when the command is nothing else: then its body is the script.
  private func onlyHeredoc(_ command: CommandForm, _ node: Node) -> Heredoc? {
    guard node.heredocs.count == 1, let text = command.arguments.first?.bytes else { return nil }
    let mark = text.drop { (48...57).contains($0) }
    guard mark.starts(with: [0x3C, 0x3C]) else { return nil }
    let name = mark.dropFirst(2).drop { $0 == UInt8(ascii: "-") || $0 == 0x20 || $0 == 0x09 }
    let blanks: [UInt8] = [0x20, 0x09]
    let isQuoted = name.first == UInt8(ascii: "'") || name.first == UInt8(ascii: "\"")
    return isQuoted || !name.contains(where: blanks.contains) ? node.heredocs.first : nil
  }

  private func shebang(_ heredoc: Heredoc) -> ShellDialect {
    ShellDialect(shebang: GoUTF8.string(heredoc.content.prefix { $0 != 0x0A }))
  }
}

extension StepScript {
  /// The text or command of an instruction, read by a POSIX shell or bash whatever SHELL says; nil when it has none.
  public static func read(_ instruction: Instruction, of syntax: DockerfileSyntax) -> StepScript? {
    ScriptReader(syntax: syntax, dialect: .bash).script(of: instruction)
  }

  /// A text of shell commands.
  ///
  /// - Parameter limit: size of the file in bytes, which bounds what words may expand to.
  public static func read(_ text: LogicalLine, dialect: ShellDialect, limit: Int) -> StepScript {
    var script = ShellScript.parse(text.bytes, dialect: dialect)
    script.limitFields(fileBytes: limit)
    return StepScript(script: script, text: text, dialect: dialect, isExec: false)
  }
}
