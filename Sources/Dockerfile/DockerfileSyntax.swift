import Core

/// A Dockerfile as Docker reads it: lines, nodes, instructions.
public struct DockerfileSyntax: Sendable {
  public let source: SourceText
  /// The escape character, a backslash or a backquote.
  public let escape: UInt8
  public let nodes: [Node]
  /// Instructions in order; a node that Docker refuses has none.
  public let instructions: [Instruction]
  /// Every comment line, those between continuation lines included; no parser directives.
  public let comments: [Comment]
  /// Comments that tell a linter to be silent, in order.
  public let pragmas: [Pragma]
  /// What Docker refuses, in order of the lines. The rest of the file was read all the same.
  public let errors: [DockerfileError]

  public init(_ bytes: [UInt8]) {
    let parser = DockerfileParser(bytes)
    source = SourceText(bytes)
    escape = parser.escape
    nodes = parser.nodes
    comments = parser.allComments
    var instructions: [Instruction] = []
    var errors = parser.errors
    var hasStage = false
    for (index, node) in nodes.enumerated() {
      do throws(InstructionProblem) {
        let instruction = try InstructionReader.instruction(node, index: index)
        if instruction.keyword == .from { hasStage = true }
        guard hasStage || instruction.keyword == .arg else {
          throw InstructionProblem(
            "no-stage", "\(instruction.keyword.name) stands before the first FROM", node.texts.first?.command,
            help: "only ARG may; begin with FROM")
        }
        instructions.append(instruction)
      } catch {
        if node.texts.first?.keyword == .from { hasStage = true }
        let whole = 0..<node.line.bytes.count
        errors.append(
          DockerfileError(
            .instruction, error.code, error.message, lines: node.lines,
            offsets: node.line.offsets(of: error.range ?? node.texts.first?.command ?? whole), help: error.help))
      }
    }
    if !hasStage, errors.isEmpty, let last = nodes.last {
      errors.append(
        DockerfileError(
          .build, "no-stage", "the file has no FROM", lines: last.lines,
          offsets: last.line.offsets(of: 0..<last.line.bytes.count), help: "a Dockerfile begins with FROM"))
    }
    self.instructions = instructions
    pragmas =
      (CheckDirective.comment(in: bytes).flatMap { PragmaReader.pragma(check: $0.value, $0.comment) }.map { [$0] } ?? [])
      + comments.compactMap(PragmaReader.pragma)
    self.errors = errors.sorted { $0.lines.lowerBound < $1.lines.lowerBound }
  }

  /// The error because of which Docker reads nothing at all; nil when it reads nodes.
  public var parseError: DockerfileError? { errors.first { $0.layer == .parse } }

  /// Where a part of an instruction's logical line is in the file.
  public func range(_ range: Range<Int>, of node: Int) -> SourceRange {
    source.range(of: nodes[node].line.offsets(of: range))
  }
}
