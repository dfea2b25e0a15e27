import Core

/// A Dockerfile as Docker reads it: lines, nodes, instructions.
public struct DockerfileSyntax: Sendable {
  public let source: SourceText
  /// The escape character, a backslash or a backquote.
  public let escape: UInt8
  public let nodes: [Node]
  /// Instructions in order; a node that Docker refuses has none.
  public let instructions: [Instruction]
  /// Instructions that Docker refuses and that can be understood all the same: those before FROM, ONBUILD of what it
  /// cannot trigger, SHELL that is no list.
  public let misplaced: [Instruction]
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
    var misplaced: [Instruction] = []
    var errors = parser.errors
    var hasStage = false
    for (index, node) in nodes.enumerated() {
      do throws(InstructionProblem) {
        let instruction = try InstructionReader.instruction(node, index: index)
        if instruction.keyword == .from { hasStage = true }
        guard hasStage || instruction.keyword == .arg else {
          misplaced.append(instruction)
          throw InstructionProblem(
            "no-stage", "\(instruction.keyword.name) stands before the first FROM", node.texts.first?.command,
            help: "only ARG may; begin with FROM")
        }
        instructions.append(instruction)
      } catch {
        if node.texts.first?.keyword == .from { hasStage = true }
        if error.code == "onbuild-trigger" {
          misplaced.append(Instruction(kind: .onbuild, keyword: .onbuild, node: index, flags: []))
        }
        if error.code == "shell-form", let words = node.texts.first?.arguments {
          misplaced.append(Instruction(kind: .shell(words), keyword: .shell, node: index, flags: []))
        }
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
    self.misplaced = misplaced
    let directive = CheckDirective.comment(in: bytes)
    pragmas =
      (directive.flatMap { PragmaReader.pragma(check: $0.value, $0.comment) }.map { [$0] } ?? [])
      + comments.lazy.filter { $0.line != directive?.comment.line }.compactMap(PragmaReader.pragma)
    self.errors = errors.sorted { $0.lines.lowerBound < $1.lines.lowerBound }
  }

  /// The error because of which Docker reads nothing at all; nil when it reads nodes.
  public var parseError: DockerfileError? { errors.first { $0.layer == .parse } }

  /// The index of the node that a 1-based line belongs to; nil for a line between two.
  ///
  /// - Complexity: O(log nodes).
  public func node(at line: Int) -> Int? {
    var (low, high) = (0, nodes.count)
    while low < high {
      let middle = (low + high) / 2
      if nodes[middle].lines.upperBound < line { low = middle + 1 } else { high = middle }
    }
    return low < nodes.count && nodes[low].lines.contains(line) ? low : nil
  }

  /// What an ONBUILD triggers; nil when the node is none, or Docker refuses what is in it for more than its place.
  public func trigger(of node: Int) -> Instruction? {
    guard let text = nodes[node].texts.dropFirst().first else { return nil }
    return try? InstructionReader.instruction(text, of: nodes[node], index: node)
  }

  /// Where a part of an instruction's logical line is in the file.
  public func range(_ range: Range<Int>, of node: Int) -> SourceRange {
    source.range(of: nodes[node].line.offsets(of: range))
  }
}
