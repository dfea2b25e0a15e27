import Core
import Dockerfile

/// Why a finding is not counted.
public struct Suppression: Sendable, Hashable {
  /// What does it: `imgscan`, `hadolint` or `buildkit` for a comment of theirs.
  public var by: String
  /// As the comment says; nil when it does not.
  public var reason: String?
  /// The last day on which it counts; nil when it has no end.
  public var expires: CalendarDate?
  /// Where the comment is.
  public var place: Place
}

/// A finding that a comment of the file is silent about.
public struct SuppressedFinding: Sendable, Hashable {
  public var finding: Finding
  public var suppression: Suppression
}

/// Decides by the comments of a Dockerfile which findings are not counted.
struct Silencer {
  /// A part of the file that a comment is about.
  private enum Area: Hashable {
    case file
    /// By its index in the file's stages.
    case stage(Int)
    /// By its index in the file's nodes.
    case node(Int)
  }

  /// A rule's name in an area.
  private struct Key: Hashable {
    var area: Area
    var name: String
  }

  private let syntax: DockerfileSyntax
  private let names: [RuleID: Set<String>]
  /// First lines of the nodes and of the stages.
  private let starts: [Int]
  private let stages: [Int]
  /// The index of the first pragma that names a rule for an area.
  private var pragmas: [Key: Int] = [:]
  /// Comments that count for nothing, with what is wrong.
  private(set) var problems: [(range: SourceRange, message: String)] = []

  /// - Parameter infos: the rules, for their aliases.
  init(_ syntax: DockerfileSyntax, infos: [RuleInfo], today: CalendarDate?) {
    self.syntax = syntax
    // Nearly every file is without.
    guard !syntax.pragmas.isEmpty else {
      (names, starts, stages) = ([:], [], [])
      return
    }
    names = Dictionary(infos.map { ($0.id, Set([$0.id.description] + $0.aliases)) }) { first, _ in first }
    starts = syntax.nodes.map(\.lines.lowerBound)
    stages = syntax.nodes.filter { $0.texts.first?.keyword == .from }.map(\.lines.lowerBound)
    let known = names.values.reduce(into: Set()) { $0.formUnion($1) }
    for (index, pragma) in syntax.pragmas.enumerated() {
      let range = syntax.source.range(of: pragma.offsets)
      if let problem = pragma.problem {
        problems.append((range, "this comment silences nothing: \(problem)"))
      } else if let expires = pragma.expires, let today, expires < today {
        problems.append((range, "this comment silences nothing since it expired on \(expires)"))
      } else if let area = area(of: pragma) {
        for name in pragma.rules where known.contains(name) {
          let key = Key(area: area, name: name)
          if pragmas[key] == nil { pragmas[key] = index }
        }
      }
    }
  }

  private func area(of pragma: Pragma) -> Area? {
    let next = Silencer.firstIndex(in: starts, notBelow: pragma.line)
    switch pragma.scope {
    case .file: return .file
    case .instruction:
      if next > 0, syntax.nodes[next - 1].lines.contains(pragma.line) { return .node(next - 1) }
      return next < starts.count ? .node(next) : nil
    case .stage:
      let isBeforeFrom = next < starts.count && syntax.nodes[next].texts.first?.keyword == .from
      return stage(at: isBeforeFrom ? starts[next] : pragma.line)
    }
  }

  private func stage(at line: Int) -> Area? {
    let stage = Silencer.firstIndex(in: stages, notBelow: line + 1) - 1
    return stage >= 0 ? .stage(stage) : nil
  }

  private func node(at line: Int) -> Area? {
    let node = Silencer.firstIndex(in: starts, notBelow: line + 1) - 1
    return node >= 0 && syntax.nodes[node].lines.contains(line) ? .node(node) : nil
  }

  /// The index of the first number that is at least `line`.
  private static func firstIndex(in sorted: [Int], notBelow line: Int) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < line { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Why a finding is not counted; nil when it is.
  ///
  /// - Complexity: O(log instructions), however many comments there are.
  func suppression(of finding: Finding) -> Suppression? {
    guard !pragmas.isEmpty, case .source(let file, let range) = finding.place else { return nil }
    let line = range.start.line
    var first: Int?
    for area in [Area.file, stage(at: line), node(at: line)].compactMap(\.self) {
      for name in names[finding.rule] ?? [finding.rule.description] {
        if let index = pragmas[Key(area: area, name: name)] { first = min(first ?? index, index) }
      }
    }
    return first.map { index in
      let pragma = syntax.pragmas[index]
      return Suppression(
        by: pragma.tool.rawValue, reason: pragma.reason, expires: pragma.expires,
        place: .source(file: file, range: syntax.source.range(of: pragma.offsets)))
    }
  }
}
