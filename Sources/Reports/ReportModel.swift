import Core
import Engine
import Rules

/// What every format is made from: the outcome, with each finding placed and named once.
public struct ReportModel: Sendable {
  public let outcome: Outcome
  public let context: ReportContext
  /// By target, severity (worst first), rule and place; those that do not count follow the others of their target.
  public let items: [ReportItem]
  /// Of the rules that found something.
  let rules: [RuleID: RuleInfo]

  public var targets: [Target] { outcome.targets }

  /// Findings that count.
  public var counted: some Sequence<ReportItem> { items.lazy.filter { $0.suppression == nil } }

  public init(_ outcome: Outcome, context: ReportContext = ReportContext()) {
    let found = Set(outcome.targets.flatMap { $0.findings.map(\.rule) + $0.suppressed.map(\.finding.rule) })
    self.init(outcome, context: context, rules: found.compactMap(RuleTable.info))
  }

  /// As the public one, with a rule table of the caller's.
  init(_ outcome: Outcome, context: ReportContext = ReportContext(), rules: [RuleInfo]) {
    (self.outcome, self.context) = (outcome, context)
    let infos = Dictionary(rules.map { ($0.id, $0) }) { first, _ in first }
    self.rules = infos
    var seen: [String: Int] = [:]
    var items: [ReportItem] = []
    items.reserveCapacity(outcome.targets.reduce(0) { $0 + $1.findings.count + $1.suppressed.count })
    for (index, target) in outcome.targets.enumerated() {
      let places = Anchors(target, fallback: context.anchor)
      func add(_ finding: Finding, _ suppression: Suppression?) {
        let fingerprint = Fingerprint.of(finding, in: target)
        let occurrence = seen[fingerprint, default: 0]
        seen[fingerprint] = occurrence + 1
        items.append(
          ReportItem(
            target: index, finding: finding, info: infos[finding.rule] ?? ShellCheckCode.info(finding.rule.description),
            suppression: suppression,
            fingerprint: fingerprint, occurrence: occurrence, anchor: places.anchor(of: finding),
            isFailing: suppression == nil && outcome.isFailing(finding, in: target)))
      }
      for finding in target.findings { add(finding, nil) }
      for item in target.suppressed { add(item.finding, item.suppression) }
    }
    self.items = items
  }
}

/// Puts the findings of a target at places of files in the repository.
struct Anchors {
  private let target: Target
  private let standIn: String

  init(_ target: Target, fallback: String?) {
    self.target = target
    standIn = fallback.map(RepositoryPath.clean) ?? RepositoryPath.standIn(for: target)
  }

  func anchor(of finding: Finding) -> ReportItem.Anchor {
    if let anchor = anchor(of: finding.place) { return anchor }
    return (finding.change?.lines ?? finding.cause).map(anchor) ?? whole
  }

  /// Where one file of a finding that stands for several is; nil when no line of a file is known to have brought it.
  func anchor(of file: GroupedFile) -> ReportItem.Anchor? { file.layer?.source.map(anchor) }

  /// Where an incident or a warning is.
  func anchor(of incident: Incident) -> ReportItem.Anchor { incident.place.flatMap(anchor) ?? whole }

  /// nil for a place in an image.
  func anchor(of place: Place) -> ReportItem.Anchor? {
    guard case .source(let file, let range) = place else { return nil }
    let path = file == target.name ? target.repositoryPath : file
    return ReportItem.Anchor(file: RepositoryPath.clean(path), range: range, isExact: true)
  }

  /// The file of a Dockerfile; for an image the one that stands for it.
  private var whole: ReportItem.Anchor {
    guard target.kind == "image" else {
      return ReportItem.Anchor(file: RepositoryPath.clean(target.repositoryPath), range: nil, isExact: true)
    }
    return ReportItem.Anchor(file: standIn, range: nil, isExact: false)
  }

  /// Lines of the Dockerfile that an image was joined with.
  private func anchor(_ lines: SourceLines) -> ReportItem.Anchor {
    let end = lines.last < Int.max ? lines.last + 1 : lines.last
    let range = SourceRange(
      start: SourcePosition(line: lines.first, column: 1), end: SourcePosition(line: end, column: 1))
    return ReportItem.Anchor(
      file: RepositoryPath.clean(target.joinedPath ?? lines.file), range: range, isExact: true)
  }
}
