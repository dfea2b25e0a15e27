import Core
import ImageArchive
import RootFS
import Rules

/// Asks all rules of a scanned image.
public enum Judge {
  /// The target of one image, with findings sorted and everything that could not be read.
  public static func target(
    _ scanned: ScannedImage, subject: String, archive: ImageArchive, rules: [any ImageRule.Type] = RuleTable.image
  ) -> Target {
    var target = Target(kind: "image", name: subject)
    let image = scanned.archived
    target.reference = image.reference
    target.platform = image.platform?.description
    target.digest = image.configDigest
    var problems = archive.problems
    problems.absorb(scanned.problems)
    target.incidents = problems.incidents + overflow(problems.incidents, problems)
    target.warnings = problems.warnings + overflow(problems.warnings, problems)
    guard let model = scanned.model else { return target }
    target.layers = model.layers
    target.baseDecision = model.baseDecision
    target.digestsVerified = model.digestsVerified
    target.ruleCount = rules.count
    target.fileCount = model.index.counts.values.reduce(0, +)
    var findings = rules.flatMap { $0.init().findings(in: model) }
    if let join = scanned.join { findings = JoinedFindings(join: join).pointed(findings) }
    target.findings = findings.sorted(by: precedes)
    return target
  }

  /// What says how many more of a kind there were than are listed; it is as grave as its kind.
  static func overflow(_ listed: [Incident], _ problems: Problems) -> [Incident] {
    let codes = Set(listed.map(\.code))
    return problems.dropped.filter { codes.contains($0.code) }.map {
      Incident(code: $0.code, message: "\($0.count) more of this kind (\($0.code))")
    }
  }

  /// The order of a target's findings: severity (worst first), rule, place, message.
  static func precedes(_ left: Finding, _ right: Finding) -> Bool {
    if left.severity != right.severity { return left.severity > right.severity }
    if left.rule != right.rule { return left.rule < right.rule }
    let (first, second) = (sortKey(left.place), sortKey(right.place))
    if first.name != second.name { return first.name < second.name }
    return first.range != second.range ? first.range < second.range : left.message < right.message
  }

  private static func sortKey(_ place: Place) -> (name: String, range: SourceRange) {
    let start = SourcePosition(line: 0, column: 0)
    let nowhere = SourceRange(start: start, end: start)
    return switch place {
    case .image: ("", nowhere)
    case .config(let pointer): (pointer, nowhere)
    case .file(let path, _, _): (path.description, nowhere)
    case .source(let file, let range): (file, range)
    }
  }
}
