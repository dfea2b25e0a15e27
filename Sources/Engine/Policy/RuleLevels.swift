import Core

/// Which rules a policy asks, and how severe it takes their findings.
struct RuleLevels: Sendable {
  private let profile: Profile
  /// By rule; a rule that is not here is as its profile says.
  private let given: [RuleID: RuleLevel]
  private let infos: [RuleID: RuleInfo]

  /// - Parameter infos: of all rules; asked for only by a policy that changes something.
  init(_ policy: Policy, infos: @autoclosure () -> [RuleInfo]) {
    profile = policy.profile
    var given: [RuleID: RuleLevel] = [:]
    if !policy.levels.isEmpty {
      for info in infos() {
        let level = ([info.id.description] + info.aliases).lazy.compactMap { policy.levels[$0] }.first
        if let level { given[info.id] = level }
      }
      for (name, level) in policy.levels where ShellCheckCode.isCode(name) { given[RuleID(name)] = level }
    }
    self.given = given
    // Without these no severity is ever changed.
    let isPlain = !policy.profile.isStrict && policy.profile.asksShellCheck && given.isEmpty
    self.infos = isPlain ? [:] : Dictionary(infos().map { ($0.id, $0) }) { first, _ in first }
  }

  /// Whether the rule is asked. A rule that is given a severity is, whatever the profile.
  func isOn(_ info: RuleInfo) -> Bool {
    switch given[info.id] {
    case .off: false
    case .severity: true
    case nil: profile.asks(info)
    }
  }

  /// The findings with the policy's severities, without those of ShellCheck that it turns off.
  func adjusted(_ findings: [Finding]) -> [Finding] {
    guard !infos.isEmpty else { return findings }
    return findings.compactMap { finding in
      var finding = finding
      if let info = infos[finding.rule] {
        finding.severity = severity(of: finding, info)
      } else {
        switch given[finding.rule] {
        case .off: return nil
        case .severity(let severity): finding.severity = severity
        case nil: if !profile.asksShellCheck, ShellCheckCode.isCode(finding.rule.description) { return nil }
        }
      }
      return finding
    }
  }

  private func severity(of finding: Finding, _ info: RuleInfo) -> Severity {
    if case .severity(let severity) = given[info.id] { return severity }
    guard profile.isStrict else { return finding.severity }
    if finding.severity >= info.severity {
      return finding.severity == info.severity ? info.strictSeverity : max(finding.severity, info.strictSeverity)
    }
    return info.strictBelow.first { $0.key == finding.severity }?.value ?? finding.severity
  }
}
