import Core
import Dockerfile

/// Decides as hadolint does which findings its pragmas silence.
///
/// An ignore is about the next line alone; a stage's begins behind its comment's next line and lasts until that of another
/// FROM; see hadolint-compatible behaviour in docs/hadolint.md.
public struct HadolintSilencer: Sendable {
  private var lines: [Int: Set<String>] = [:]
  private var global: Set<String> = []
  /// Where stages begin, in order, with what is silenced in them.
  private var stages: [(line: Int, codes: Set<String>)] = []

  public init(_ syntax: DockerfileSyntax) {
    let pragmas = syntax.comments.isEmpty ? [] : HadolintPragma.all(of: syntax)
    guard !pragmas.isEmpty else { return }
    var starts: [Int: Set<String>] = [:]
    for node in syntax.nodes where node.texts.first?.keyword == .from { starts[node.lines.lowerBound] = [] }
    for pragma in pragmas {
      switch pragma.kind {
      case .ignore(let codes): lines[pragma.line + 1, default: []].formUnion(codes)
      case .global(let codes): global.formUnion(codes)
      case .stage(let codes): starts[pragma.line + 1, default: []].formUnion(codes)
      case .shell: break
      }
    }
    stages = starts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// Whether a finding of a rule is silenced.
  public func silences(_ rule: String, line: Int) -> Bool {
    if global.contains(rule) || lines[line]?.contains(rule) == true { return true }
    var (low, high) = (0, stages.count)
    while low < high {
      let middle = (low + high) / 2
      if stages[middle].line < line { low = middle + 1 } else { high = middle }
    }
    return low > 0 && stages[low - 1].codes.contains(rule)
  }
}
