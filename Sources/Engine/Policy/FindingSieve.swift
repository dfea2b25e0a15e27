import Core

/// Parts the findings of one target into those that count and those that do not.
struct FindingSieve {
  /// What else is known of a finding or of one of its files.
  private struct Item {
    var rule: RuleID
    var path: RootPath?
    var layer: LayerRef?
    /// nil without a baseline.
    var fingerprint: String?
  }

  private let policy: CompiledPolicy
  /// The entries that are for this target, by rule, in the order of the configuration.
  private var ignores: [RuleID: [Int]] = [:]
  /// How often the baseline still takes each fingerprint.
  private var known: [String: Int] = [:]
  /// What the policy's entries did.
  private(set) var usage = PolicyUsage()
  private(set) var kept: [Finding] = []
  private(set) var suppressed: [SuppressedFinding] = []

  init(_ policy: CompiledPolicy, subject: PolicySubject) {
    self.policy = policy
    for (index, ignore) in policy.ignores.enumerated() where ignore.covers(subject) {
      for rule in ignore.rules { ignores[rule, default: []].append(index) }
    }
    if let baseline = policy.policy.baseline { known = baseline.counts(of: subject.group) }
  }

  /// Takes a finding.
  ///
  /// - Parameters:
  ///   - target: that it belongs to.
  ///   - inline: what a comment says of it.
  ///   - notes: what is to be said of it when it counts.
  ///   - facts: of a file of the image.
  ///   - ask: asks the rule again, with files left out.
  mutating func sift(
    _ finding: Finding, in target: Target, inline: Suppression? = nil, notes: [Note] = [],
    facts: (RootPath) -> SetidFacts? = { _ in nil }, ask: (Set<RootPath>) -> Finding? = { _ in nil }
  ) {
    guard let group = finding.group else {
      let (suppression, expired) = decide(item(of: finding, in: target), inline: inline, facts)
      if let suppression {
        suppressed.append(SuppressedFinding(finding: finding, suppression: suppression))
      } else {
        keep(finding, notes, expired)
      }
      return
    }
    var left: [GroupedFile] = []
    var parts: [(suppression: Suppression, files: Set<RootPath>)] = []
    var indices: [Suppression: Int] = [:]
    var expired: [PolicyEntry] = []
    var seen: Set<PolicyEntry> = []
    for file in group.files {
      let (suppression, lapsed) = decide(item(of: file, in: finding), inline: inline, facts)
      guard let suppression else {
        left.append(file)
        for entry in lapsed where seen.insert(entry).inserted { expired.append(entry) }
        continue
      }
      if let index = indices[suppression] {
        parts[index].files.insert(file.path)
      } else {
        indices[suppression] = parts.count
        parts.append((suppression, [file.path]))
      }
    }
    if parts.isEmpty { return keep(finding, notes, expired) }
    if left.isEmpty, parts.count == 1 {
      return suppressed.append(SuppressedFinding(finding: finding, suppression: parts[0].suppression))
    }
    let all = Set(group.files.map(\.path))
    if !left.isEmpty { keep(ask(all.subtracting(left.map(\.path))) ?? finding, notes, expired) }
    for part in parts {
      guard let again = ask(all.subtracting(part.files)) else { continue }
      suppressed.append(SuppressedFinding(finding: again, suppression: part.suppression))
    }
  }

  private func item(of finding: Finding, in target: Target) -> Item {
    var item = Item(rule: finding.rule, layer: finding.layer)
    if case .file(let path, _, _) = finding.place { item.path = path }
    if policy.policy.baseline != nil { item.fingerprint = Fingerprint.of(finding, in: target) }
    return item
  }

  private func item(of file: GroupedFile, in finding: Finding) -> Item {
    var item = Item(rule: finding.rule, path: file.path, layer: file.layer)
    if policy.policy.baseline != nil { item.fingerprint = Fingerprint.of(file, of: finding) }
    return item
  }

  /// A finding tells of so many expired entries; the report has a warning on each of them.
  private static let toldEntries = 3

  private mutating func keep(_ finding: Finding, _ notes: [Note], _ expired: [PolicyEntry]) {
    var finding = finding
    finding.notes += notes + expired.prefix(FindingSieve.toldEntries).compactMap(note)
    usage.returned.formUnion(expired)
    kept.append(finding)
  }

  /// What silences an item, and the expired entries that would have.
  private mutating func decide(
    _ item: Item, inline: Suppression?, _ facts: (RootPath) -> SetidFacts?
  ) -> (Suppression?, expired: [PolicyEntry]) {
    if let fingerprint = item.fingerprint { usage.present[fingerprint, default: 0] += 1 }
    if let inline { return (inline, []) }
    var expired: [PolicyEntry] = []
    if let suppression = ignore(item, &expired) ?? allowance(item, facts, &expired) { return (suppression, []) }
    if policy.policy.onlyOwn, item.layer?.origin == .base { return (Suppression(by: .base), []) }
    if let fingerprint = item.fingerprint, let count = known[fingerprint], count > 0 {
      known[fingerprint] = count - 1
      return (Suppression(by: .baseline), [])
    }
    return (nil, expired)
  }

  private mutating func ignore(_ item: Item, _ expired: inout [PolicyEntry]) -> Suppression? {
    // No copies of entries before one fits: there may be thousands of entries and of findings.
    for index in ignores[item.rule] ?? [] where policy.ignores[index].matches(path: item.path, layer: item.layer) {
      let ignore = policy.ignores[index]
      switch ignore.state {
      case .withoutReason: usage.used.insert(.ignore(index))
      case .expired: expired.append(.ignore(index))
      case .counts:
        usage.used.insert(.ignore(index))
        let entry = ignore.entry
        return Suppression(by: .config, reason: entry.reason, expires: entry.expires, place: entry.place)
      }
    }
    return nil
  }

  private mutating func allowance(
    _ item: Item, _ facts: (RootPath) -> SetidFacts?, _ expired: inout [PolicyEntry]
  ) -> Suppression? {
    guard !policy.allowances.isEmpty, AllowanceMatcher.rules.contains(item.rule), let path = item.path else {
      return nil
    }
    for index in policy.allowances.indices where policy.allowances[index].matches(path) {
      let allowance = policy.allowances[index]
      guard let facts = facts(path), allowance.takes(facts) else {
        usage.misfits.insert(.allowance(index))
        continue
      }
      guard allowance.state == .counts else {
        expired.append(.allowance(index))
        continue
      }
      usage.used.insert(.allowance(index))
      let entry = allowance.entry
      return Suppression(by: .allowSetuid, reason: entry.reason, expires: entry.expires, place: entry.place)
    }
    return nil
  }

  private func note(on entry: PolicyEntry) -> Note? {
    let (what, place, state): (String, Place, EntryState) =
      switch entry {
      case .ignore(let index): ("ignore", policy.ignores[index].entry.place, policy.ignores[index].state)
      case .allowance(let index):
        ("allow-setuid entry", policy.allowances[index].entry.place, policy.allowances[index].state)
      }
    guard case .expired(let date) = state else { return nil }
    let there = CompiledPolicy.words(for: place).map { " in \($0)" } ?? ""
    return Note("the \(what)\(there) expired on \(date)", place: place)
  }
}

/// What the entries of a policy did for one target.
struct PolicyUsage: Sendable {
  /// Entries that silenced a finding, or would have with a reason.
  var used: Set<PolicyEntry> = []
  /// Allowances for the path of a file of which they say something that is not so.
  var misfits: Set<PolicyEntry> = []
  /// Expired entries whose findings are back.
  var returned: Set<PolicyEntry> = []
  /// How often each fingerprint was there, silent or not; empty without a baseline.
  var present: [String: Int] = [:]
}
