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
  /// A pragma with the lines it is about.
  private struct Entry {
    var pragma: Pragma
    var lines: ClosedRange<Int>
  }

  private let syntax: DockerfileSyntax
  private let names: [RuleID: Set<String>]
  private var entries: [Entry] = []
  /// Comments that count for nothing, with what is wrong.
  private(set) var problems: [(range: SourceRange, message: String)] = []

  /// - Parameter infos: the rules, for their aliases.
  init(_ syntax: DockerfileSyntax, infos: [RuleInfo], today: CalendarDate?) {
    self.syntax = syntax
    // Nearly every file is without.
    guard !syntax.pragmas.isEmpty else {
      names = [:]
      return
    }
    names = Dictionary(infos.map { ($0.id, Set([$0.id.description] + $0.aliases)) }) { first, _ in first }
    let starts = syntax.nodes.map(\.lines.lowerBound)
    let stages = syntax.nodes.filter { $0.texts.first?.keyword == .from }.map(\.lines.lowerBound)
    for pragma in syntax.pragmas {
      let range = syntax.source.range(of: pragma.offsets)
      if let problem = pragma.problem {
        problems.append((range, "this comment silences nothing: \(problem)"))
      } else if let expires = pragma.expires, let today, expires < today {
        problems.append((range, "this comment silences nothing since it expired on \(expires)"))
      } else if let lines = lines(of: pragma, starts, stages) {
        entries.append(Entry(pragma: pragma, lines: lines))
      }
    }
  }

  private func lines(of pragma: Pragma, _ starts: [Int], _ stages: [Int]) -> ClosedRange<Int>? {
    switch pragma.scope {
    case .file: return 0...Int.max
    case .instruction:
      let next = Silencer.firstIndex(in: starts, notBelow: pragma.line)
      if next > 0, syntax.nodes[next - 1].lines.contains(pragma.line) { return syntax.nodes[next - 1].lines }
      return next < starts.count ? syntax.nodes[next].lines : nil
    case .stage:
      let next = Silencer.firstIndex(in: starts, notBelow: pragma.line)
      let isBeforeFrom = next < starts.count && syntax.nodes[next].texts.first?.keyword == .from
      let line = isBeforeFrom ? starts[next] : pragma.line
      let stage = Silencer.firstIndex(in: stages, notBelow: line + 1) - 1
      guard stage >= 0 else { return nil }
      return stages[stage]...(stage + 1 < stages.count ? stages[stage + 1] - 1 : Int.max)
    }
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
  func suppression(of finding: Finding) -> Suppression? {
    guard !entries.isEmpty, case .source(let file, let range) = finding.place else { return nil }
    let known = names[finding.rule] ?? [finding.rule.description]
    let entry = entries.first {
      $0.lines.contains(range.start.line) && $0.pragma.rules.contains(where: known.contains)
    }
    return entry.map {
      Suppression(
        by: $0.pragma.tool.rawValue, reason: $0.pragma.reason, expires: $0.pragma.expires,
        place: .source(file: file, range: syntax.source.range(of: $0.pragma.offsets)))
    }
  }
}
