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
    target.findings = rules.flatMap { $0.init().findings(in: model) }.sorted(by: precedes)
    return target
  }

  /// What says how many more of a kind there were than are listed; it is as grave as its kind.
  private static func overflow(_ listed: [Incident], _ problems: Problems) -> [Incident] {
    let codes = Set(listed.map(\.code))
    return problems.dropped.filter { codes.contains($0.code) }.map {
      Incident(code: $0.code, message: "\($0.count) more of this kind (\($0.code))")
    }
  }

  private static func precedes(_ left: Finding, _ right: Finding) -> Bool {
    if left.severity != right.severity { return left.severity > right.severity }
    if left.rule != right.rule { return left.rule < right.rule }
    let (first, second) = (sortKey(left.place), sortKey(right.place))
    return first != second ? first < second : left.message < right.message
  }

  private static func sortKey(_ place: Place) -> String {
    switch place {
    case .image: ""
    case .config(let pointer): pointer
    case .file(let path, _, _): path.description
    }
  }
}
