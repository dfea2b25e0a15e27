import Core
import ImageArchive
import RootFS
import Rules

/// Asks all rules of a scanned image.
public enum Judge {
  /// The target of one image, with findings sorted and everything that could not be read.
  ///
  /// - Parameters:
  ///   - policy: what the user has decided; nil for nothing, with the level of the gate left to the run.
  ///   - ledger: of the same policy, for warnings on its entries.
  ///   - path: the archive's absolute path, for the patterns of the policy; nil when it has none.
  ///   - today: the day on which expiry dates are judged; nil to take nothing as expired.
  public static func target(
    _ scanned: ScannedImage, subject: String, archive: ImageArchive, rules: [any ImageRule.Type] = RuleTable.image,
    policy: Policy? = nil, ledger: PolicyLedger? = nil, path: String? = nil, today: CalendarDate? = nil
  ) -> Target {
    let compiled = ledger?.compiled(today: today) ?? CompiledPolicy(policy ?? Policy(), today: today)
    var target = Target(kind: "image", name: subject)
    target.obey(compiled, isGiven: policy != nil)
    let image = scanned.archived
    target.reference = image.reference
    target.platform = image.platform?.description
    target.digest = image.configDigest
    var problems = archive.problems
    problems.absorb(scanned.problems)
    target.incidents = problems.incidents + overflow(problems.incidents, problems)
    target.warnings = problems.warnings + overflow(problems.warnings, problems)
    let names = image.tags + [image.reference, subject, ImageName.lastComponent(subject)].compactMap { $0 }
    let policySubject = PolicySubject(
      kind: .image, path: path, directory: compiled.policy.directory, names: names,
      group: .image(ImageName.short(image.reference)))
    guard let model = scanned.model else {
      ledger?.record(PolicyUsage(), of: policySubject, isComplete: false)
      return target
    }
    target.layers = model.layers
    target.baseDecision = model.baseDecision
    target.warnings += compiled.policy.onlyOwn ? doubt(of: model.layers, after: target.warnings) : []
    target.digestsVerified = model.digestsVerified
    target.fileCount = model.index.counts.values.reduce(0, +)
    let asked = rules.filter { compiled.levels.isOn($0.info) }
    target.ruleCount = asked.count
    target.rulesOff = Set(rules.map { $0.info.id }).subtracting(asked.map { $0.info.id })
    let inquiry = ImageInquiry(model: model, rules: asked, join: scanned.join, levels: compiled.levels)
    target.findings = inquiry.findings().sorted(by: precedes)
    guard !compiled.silencesNothing else { return target }
    var sieve = FindingSieve(compiled, subject: policySubject)
    for finding in target.findings {
      sieve.sift(finding, in: target, facts: model.setidFacts) { inquiry.ask(finding.rule, without: $0) }
    }
    target.findings = sieve.kept.sorted(by: precedes)
    target.suppressed = sieve.suppressed.sorted { precedes($0.finding, $1.finding) }
    ledger?.record(sieve.usage, of: policySubject, isComplete: target.incidents.isEmpty)
    return target
  }

  /// What is said when only own layers count and nobody knows which those are, unless it was said already.
  private static func doubt(of layers: [LayerRef], after warnings: [Incident]) -> [Incident] {
    guard layers.allSatisfy({ $0.origin == .unknown }), !warnings.contains(where: { $0.code == "base-mismatch" }) else {
      return []
    }
    let message = "which layers are the base image's is not known, so that only-own leaves out nothing; --base tells it"
    return [Incident(code: "base-unknown", message: message)]
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
