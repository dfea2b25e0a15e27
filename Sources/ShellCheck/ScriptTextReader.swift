import Core
import Dockerfile
import LintRules

/// Makes what ShellCheck is given of a RUN.
struct ScriptTextReader {
  let syntax: DockerfileSyntax
  let isExact: Bool

  private var source: [UInt8] { syntax.source.bytes }

  /// nil when there is no text, or no shell that ShellCheck knows reads it.
  ///
  /// - Parameter other: a state whose variables are there, too.
  func text(of instruction: LintInstruction, _ script: LintScript, _ state: ScriptState, with other: ScriptState? = nil)
    -> ScriptText?
  {
    let node = syntax.nodes[instruction.node]
    guard !script.text.bytes.isEmpty else { return nil }
    if isExact {
      let parts = node.heredocs.isEmpty ? [exactLine(instruction, script)] : exactParts(instruction, node)
      let start = parts.first?.bytes ?? []
      guard ScriptShell.takesExactly(start), !start.isEmpty || parts.count > 1 else { return nil }
      return text(parts, state, other)
    }
    guard script.text.bytes.starts(with: "#!".utf8), isBody(script, node) else {
      return text([script.text], state, other, cutsTabs: isBody(script, node) && node.heredocs[0].cutsTabs)
    }
    return ownShell(script, state, other, cutsTabs: node.heredocs[0].cutsTabs)
  }

  /// Whether the text is the body of a here-document and nothing else.
  private func isBody(_ script: LintScript, _ node: Node) -> Bool {
    node.heredocs.count == 1 && script.text.offset(of: 0) == node.heredocs[0].offsets.lowerBound
  }

  private func text(
    _ parts: [LogicalLine], _ state: ScriptState, _ other: ScriptState?, cutsTabs: Bool = false
  ) -> ScriptText? {
    guard let shell = state.shell.firstLine else { return nil }
    let start = parts.first.map { $0.offset(of: 0) } ?? 0
    var out = ScriptText()
    out.append(own: (shell + "\n").utf8, at: start)
    out.append(own: state.exports(for: parts.flatMap(\.bytes), with: other), at: start)
    for (index, part) in parts.enumerated() {
      if index > 0 { out.append(own: [0x0A], at: part.offset(of: 0)) }
      out.append(part, of: source, cutsTabs: cutsTabs, cutsReturns: isExact)
    }
    return out
  }

  /// A body that begins with `#!` is run by the program it names, whatever SHELL says.
  private func ownShell(
    _ script: LintScript, _ state: ScriptState, _ other: ScriptState?, cutsTabs: Bool
  ) -> ScriptText? {
    let bytes = script.text.bytes
    let line = bytes.prefix { $0 != 0x0A }
    guard ScriptShell(shebang: line).firstLine != nil else { return nil }
    let body = min(line.count + 1, bytes.count)
    var out = ScriptText()
    out.append(script.text.slice(0..<body), of: source, cutsReturns: true)
    if body == line.count { out.append(own: [0x0A], at: script.text.offset(of: 0)) }
    out.append(own: state.exports(for: bytes, with: other), at: script.text.offset(of: 0))
    if body < bytes.count { out.append(script.text.slice(body..<bytes.count), of: source, cutsTabs: cutsTabs) }
    return out
  }

  // MARK: as hadolint reads

  /// The text; a continuation mark that nothing follows, not even a line feed, is a part of it.
  private func exactLine(_ instruction: LintInstruction, _ script: LintScript) -> LogicalLine {
    var line = script.text
    if instruction.node == syntax.nodes.count - 1, source.last == syntax.escape {
      line.append(source, (source.count - 1)..<source.count)
    }
    return line
  }

  /// The body of a here-document that the text begins with, what follows its name before it; else what stands before
  /// `<<`.
  private func exactParts(_ instruction: LintInstruction, _ node: Node) -> [LogicalLine] {
    guard case .run(let run) = instruction.kind, let argument = run.command.arguments.first else { return [] }
    let bytes = argument.bytes
    guard let mark = bytes.indices.first(where: { bytes[$0...].starts(with: [0x3C, 0x3C]) }) else { return [] }
    let line = node.line.slice(argument.range)
    guard mark == 0 else { return [line.slice(0..<mark)] }
    var body = LogicalLine()
    body.append(source, node.heredocs[0].offsets)
    var at = 2
    while at < bytes.count, bytes[at] == UInt8(ascii: "-") { at += 1 }
    while at < bytes.count, !isBlank(bytes[at]) { at += 1 }
    while at < bytes.count, isBlank(bytes[at]) { at += 1 }
    return at < bytes.count ? [line.slice(at..<bytes.count), body] : [body]
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
