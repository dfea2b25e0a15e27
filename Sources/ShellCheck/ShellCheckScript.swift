import Core

/// A shell text of a Dockerfile as ShellCheck is given it.
public struct ShellCheckScript: Sendable {
  /// As the user named the Dockerfile.
  public let file: String
  /// Index of the instruction in `DockerfileSyntax.nodes`.
  public let node: Int
  /// 1-based, where the instruction's first word is.
  public let line: Int
  /// Whether findings go to the first line of the instruction, as hadolint's do.
  public let isExact: Bool
  let text: ScriptText
  private let source: SourceText

  init(file: String, source: SourceText, node: Int, line: Int, isExact: Bool, text: ScriptText) {
    (self.file, self.source, self.node, self.line) = (file, source, node, line)
    (self.isExact, self.text) = (isExact, text)
  }

  /// The exact bytes: `#!` with the shell, a line for each known variable, then the shell text.
  public var bytes: [UInt8] { text.bytes }

  /// The bytes of the Dockerfile that a part of the script comes from; nil when none of it does.
  public func offsets(of range: Range<Int>) -> Range<Int>? { text.offsets(of: range) }

  /// What ShellCheck found, at its place in the Dockerfile, in the order of the file.
  ///
  /// About words that are not the Dockerfile's, only an exact judgement speaks.
  public func findings(_ found: [ShellCheckFinding]) -> [Finding] {
    found.compactMap(finding).sorted { ($0.range, $0.finding.rule) < ($1.range, $1.finding.rule) }.map(\.finding)
  }

  private func finding(_ found: ShellCheckFinding) -> (range: SourceRange, finding: Finding)? {
    let range: SourceRange
    if isExact {
      let start = SourcePosition(line: line, column: 1)
      range = SourceRange(start: start, end: start)
    } else {
      guard let offsets = text.offsets(of: found.range), !BusyboxShell.understands(found.code, in: text.bytes) else {
        return nil
      }
      range = source.range(of: offsets)
    }
    var finding = Finding(
      rule: found.rule, severity: found.level.severity, message: isExact ? found.message : found.words,
      place: .source(file: file, range: range), notes: [Note("explained at \(found.page)")])
    finding.level = found.level
    if !isExact { finding.edits = edits(found.replacements) }
    return (range, finding)
  }

  /// The changes of the Dockerfile; none when one of them is not all in one line of it.
  private func edits(_ replacements: [ShellCheckFinding.Replacement]) -> [SourceEdit] {
    var edits: [SourceEdit] = []
    for replacement in replacements {
      // A line feed would end the instruction.
      guard !replacement.text.utf8.contains(0x0A), !replacement.text.utf8.contains(0x0D),
        let offsets = text.copied(replacement.range)
      else { return [] }
      let range = source.range(of: offsets)
      guard range.start.line == range.end.line else { return [] }
      edits.append(SourceEdit(range: range, replacement: replacement.text, isSafe: false))
    }
    return edits
  }
}
