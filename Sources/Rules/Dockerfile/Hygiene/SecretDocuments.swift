import BuildModel
import Dockerfile
import ShellSyntax

/// Looks for secrets in what is no list of settings: here-documents, and the text of the whole file.
enum SecretDocuments {
  /// Settings in the here-documents of COPY and ADD.
  static func copied(in build: BuildModel) -> [SecretSetting] {
    var out: [SecretSetting] = []
    for stage in build.stages {
      for step in stage.steps {
        let transfer: Transfer
        switch step.instruction.kind {
        case .copy(let found), .add(let found): transfer = found
        default: continue
        }
        for heredoc in build.syntax.nodes[step.node].heredocs {
          var path = transfer.destination.text
          if path.utf8.last == UInt8(ascii: "/") { path += String(decoding: heredoc.name, as: UTF8.self) }
          for line in SecretLines.lines(heredoc.content[...], path: path) {
            let start = heredoc.offsets.lowerBound
            out.append(
              SecretSetting(
                giver: ClippedText.clipped(path), name: line.name, value: line.value,
                shown: line.shown.lowerBound + start..<line.shown.upperBound + start,
                secret: line.secret.lowerBound + start..<line.secret.upperBound + start, length: line.length))
          }
        }
      }
    }
    return out
  }

  /// Settings in the here-documents of the commands of a script.
  static func written(by commands: [StepCommand]) -> [SecretSetting] {
    var out: [SecretSetting] = []
    for command in commands where !command.command.readsScriptFromInput {
      let bodies = command.command.redirections.compactMap(\.body)
      guard !bodies.isEmpty else { continue }
      let line = command.script.text
      let file = command.command.redirections.first { $0.operation.hasPrefix(">") }?.target.text
      let path = file ?? command.resolved.operands().last?.text ?? ""
      for body in bodies {
        let range = body.range.clamped(to: 0..<line.bytes.count)
        for found in SecretLines.lines(line.bytes[range], path: path) {
          out.append(
            SecretSetting(
              giver: path.isEmpty ? "RUN" : ClippedText.clipped(path), name: found.name, value: found.value,
              shown: line.offsets(of: found.shown), secret: line.offsets(of: found.secret), length: found.length))
        }
      }
    }
    return out
  }

  /// Tokens and URLs with passwords in instructions and here-documents, as offsets of the file.
  static func tokens(in syntax: DockerfileSyntax) -> [SecretScanner.Hit] {
    var out: [SecretScanner.Hit] = []
    for node in syntax.nodes {
      for var hit in SecretScanner.hits(in: node.line.bytes) {
        hit.shown = node.line.offsets(of: hit.shown)
        hit.secret = node.line.offsets(of: hit.secret)
        out.append(hit)
      }
      for heredoc in node.heredocs {
        let start = heredoc.offsets.lowerBound
        for var hit in SecretScanner.hits(in: heredoc.content) {
          hit.shown = hit.shown.lowerBound + start..<hit.shown.upperBound + start
          hit.secret = hit.secret.lowerBound + start..<hit.secret.upperBound + start
          out.append(hit)
        }
      }
    }
    return out
  }
}
