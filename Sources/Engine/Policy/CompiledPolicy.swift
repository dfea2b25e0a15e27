import Core
import Rules

/// A policy made ready for many targets.
struct CompiledPolicy: Sendable {
  let policy: Policy
  let today: CalendarDate?
  let levels: RuleLevels
  let ignores: [IgnoreMatcher]
  let allowances: [AllowanceMatcher]

  /// - Parameter today: nil to take nothing as expired.
  init(_ policy: Policy, today: CalendarDate?) {
    (self.policy, self.today) = (policy, today)
    let levels = RuleLevels(policy, infos: RuleTable.infos)
    self.levels = levels
    var byName: [String: [RuleInfo]] = [:]
    if !policy.ignores.isEmpty {
      for info in RuleTable.infos where levels.isOn(info) {
        for name in Set([info.id.description] + info.aliases) { byName[name, default: []].append(info) }
      }
    }
    ignores = policy.ignores.map { entry in
      // Who types --ignore is there to be asked.
      let isWithout = policy.profile == .strict && entry.place != .image && !CompiledPolicy.isFilled(entry.reason)
      let state = isWithout ? .withoutReason : CompiledPolicy.state(entry.expires, today)
      return IgnoreMatcher(
        entry, state: state, rules: Set(entry.rules).sorted().flatMap { byName[$0] ?? ShellCheckCode.infos($0) })
    }
    allowances = policy.setuidAllowances.map {
      AllowanceMatcher($0, state: CompiledPolicy.state($0.expires, today))
    }
  }

  /// Whether every finding counts that no comment silences.
  var silencesNothing: Bool {
    ignores.isEmpty && allowances.isEmpty && !policy.onlyOwn && policy.baseline == nil
  }

  /// Whether comments may silence findings.
  var inlineIgnores: InlineIgnores {
    policy.inlineIgnores ?? (policy.profile == .strict ? .requireReason : .allow)
  }

  /// Whether a reason says anything.
  static func isFilled(_ reason: String?) -> Bool {
    reason?.utf8.contains { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D } == true
  }

  static func state(_ expires: CalendarDate?, _ today: CalendarDate?) -> EntryState {
    guard let expires, let today, expires < today else { return .counts }
    return .expired(expires)
  }

  /// Where a setting stands, such as `.imgscan.yaml:14`; nil when it has no place.
  static func words(for place: Place?) -> String? {
    switch place {
    case .source(let file, let range): "\(file):\(range.start.line)"
    case .config(let pointer): pointer
    case .file, .image, nil: nil
    }
  }

  /// When a setting ends, in words, if that is soon; nil when it is not.
  func endsSoon(_ expires: CalendarDate?) -> String? {
    guard let expires, let today else { return nil }
    let days = today.days(until: expires)
    guard days >= 0, days <= policy.expiryWarningDays else { return nil }
    return "expires \(days == 0 ? "today" : days == 1 ? "tomorrow" : "in \(days) days"), on \(expires)"
  }
}
