import Core

/// Rules of several families that say the same of the same instruction: the first of a group reports it.
///
/// The order is that of the families: our own rules, hadolint's, BuildKit's.
public enum SharedFacts {
  /// Ids of rules that mean the same, in the order in which one wins.
  static let groups: [[RuleID]] = [
    ["DKF-USER-ROOT", "DL3002"],
    ["DKF-SECRET", "DL3064", "SecretsUsedInArgOrEnv"],
    ["DL3000", "WorkdirRelativePath"],
    ["DL3024", "DuplicateStageName"],
    ["DL3025", "JSONArgsRecommended"],
    ["DL3029", "FromPlatformFlagConstDisallowed"],
    ["DL3063", "ReservedStageName"],
    ["DL3065", "RedundantTargetPlatform"],
    ["DL4000", "MaintainerDeprecated"],
    ["DL3012", "MultipleInstructionsDisallowed"],
    ["DL4003", "MultipleInstructionsDisallowed"],
    ["DL4004", "MultipleInstructionsDisallowed"],
  ]

  /// Rules that are placed at another instruction than those they share a fact with: these silence them in the whole file.
  private static let displaced: Set<RuleID> = ["MultipleInstructionsDisallowed"]

  /// For each rule the others that mean the same.
  static let aliases: [RuleID: [String]] = {
    var out: [RuleID: [String]] = [:]
    for group in groups {
      for id in group {
        for other in group where other != id && out[id]?.contains(other.description) != true {
          out[id, default: []].append(other.description)
        }
      }
    }
    return out
  }()

  /// For each rule those that report its fact before it.
  private static let stronger: [RuleID: Set<RuleID>] = {
    var out: [RuleID: Set<RuleID>] = [:]
    for group in groups {
      for (index, id) in group.enumerated() where index > 0 { out[id, default: []].formUnion(group[..<index]) }
    }
    return out
  }()

  /// The findings without those that another rule's finding says already.
  ///
  /// - Parameter instruction: what tells the instruction of a finding's place from others; nil for a place in none.
  public static func reported(_ findings: [Finding], instruction: (Finding) -> Int?) -> [Finding] {
    var places: [RuleID: Set<Int>] = [:]
    for finding in findings where winners.contains(finding.rule) {
      if let place = instruction(finding) { places[finding.rule, default: []].insert(place) }
    }
    guard !places.isEmpty else { return findings }
    return findings.filter { finding in
      guard let stronger = stronger[finding.rule] else { return true }
      if displaced.contains(finding.rule) { return !stronger.contains { places[$0] != nil } }
      guard let place = instruction(finding) else { return true }
      return !stronger.contains { places[$0]?.contains(place) == true }
    }
  }

  /// Rules that others give way to.
  private static let winners: Set<RuleID> = stronger.values.reduce(into: []) { $0.formUnion($1) }
}
