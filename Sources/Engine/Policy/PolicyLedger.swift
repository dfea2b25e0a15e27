import Core
import Rules
import Synchronization

/// What the entries of a policy did in a whole run, collected from its targets on any thread.
///
/// Warnings are of code `unused-ignore`, `expired-ignore`, `expiring-ignore`, `ignore-without-reason` and `baseline-stale`.
public final class PolicyLedger: Sendable {
  private struct State {
    var used: Set<PolicyEntry> = []
    var misfits: Set<PolicyEntry> = []
    var returned: Set<PolicyEntry> = []
    /// Of what kinds a target was judged in which the entry could have been used.
    var chances: [PolicyEntry: Set<RuleSubject>] = [:]
    var judged: Set<RuleSubject> = []
    /// Whether a target could not be read to its end, so that an entry may have been used there.
    var isIncomplete = false
    var present: [BaselineGroup: [String: Int]] = [:]
  }

  private let policy: Policy
  private let compiled: CompiledPolicy
  private let state = Mutex(State())
  /// The policy on the day it was last asked for.
  private let current: Mutex<CompiledPolicy>

  /// - Parameter policy: the one that all the targets were judged by.
  public init(_ policy: Policy) {
    self.policy = policy
    let compiled = CompiledPolicy(policy, today: nil)
    self.compiled = compiled
    current = Mutex(compiled)
  }

  /// The policy on a day, made ready once for all targets.
  func compiled(today: CalendarDate?) -> CompiledPolicy {
    current.withLock { current in
      if current.today != today { current = CompiledPolicy(policy, today: today) }
      return current
    }
  }

  /// Notes what happened in a target.
  func record(_ usage: PolicyUsage, of subject: PolicySubject, isComplete: Bool) {
    guard !policy.ignores.isEmpty || !policy.setuidAllowances.isEmpty || policy.baseline != nil else { return }
    var chances: [PolicyEntry] = []
    if isComplete {
      for (index, ignore) in compiled.ignores.enumerated() where ignore.covers(subject) {
        if hasChance(ignore, subject.kind) { chances.append(.ignore(index)) }
      }
      if subject.kind == .image { chances += policy.setuidAllowances.indices.map { .allowance($0) } }
    }
    state.withLock { state in
      state.used.formUnion(usage.used)
      state.misfits.formUnion(usage.misfits)
      state.returned.formUnion(usage.returned)
      for entry in chances { state.chances[entry, default: []].insert(subject.kind) }
      state.judged.insert(subject.kind)
      guard isComplete else {
        state.isIncomplete = true
        return
      }
      guard let baseline = policy.baseline else { return }
      state.present[baseline.group(for: subject.group), default: [:]].merge(usage.present, uniquingKeysWith: max)
    }
  }

  /// Whether one target is enough to call the entry unused.
  private func hasChance(_ ignore: IgnoreMatcher, _ kind: RuleSubject) -> Bool {
    if let outer = ignore.outer { return outer.isExact }
    return kind == .image
  }

  /// What is to be said of the policy after all targets, sorted by place.
  ///
  /// - Parameters:
  ///   - today: nil to take nothing as expired.
  ///   - coversWholeTree: whether all files below the configuration's directory were looked at.
  public func warnings(today: CalendarDate?, coversWholeTree: Bool) -> [Incident] {
    let compiled = compiled(today: today)
    let state = state.withLock { $0 }
    var out: [Incident] = []
    for (index, ignore) in compiled.ignores.enumerated() {
      let isIdle = isUnused(.ignore(index), ignore, state, coversWholeTree)
      let about = EntryRemark(
        what: "ignore of \(ignore.entry.rules.joined(separator: ", "))", state: ignore.state,
        expires: ignore.entry.expires, place: ignore.entry.place)
      let silencesNothing = "this \(about.what) silences nothing: no finding needs it"
      if let remark = remark(.ignore(index), about, compiled, state, isIdle: isIdle, silencesNothing) {
        out.append(remark)
      }
    }
    for (index, allowance) in compiled.allowances.enumerated() {
      let entry = PolicyEntry.allowance(index)
      let about = EntryRemark(
        what: "allow-setuid entry for \(allowance.entry.path)", state: allowance.state,
        expires: allowance.entry.expires, place: allowance.entry.place)
      let isIdle = !state.used.contains(entry) && state.chances[entry] != nil && !state.isIncomplete
      let cause =
        state.misfits.contains(entry) ? "the file has another owner, mode or package" : "no finding needs it"
      let allowsNothing = "this \(about.what) allows nothing: \(cause)"
      if let remark = remark(entry, about, compiled, state, isIdle: isIdle, allowsNothing) { out.append(remark) }
    }
    out.sort { PolicyLedger.precedes($0, $1) }
    return out + stale(compiled, state)
  }

  private struct EntryRemark {
    var what: String
    var state: EntryState
    var expires: CalendarDate?
    var place: Place
  }

  private func remark(
    _ entry: PolicyEntry, _ about: EntryRemark, _ compiled: CompiledPolicy, _ state: State, isIdle: Bool,
    _ unused: String
  ) -> Incident? {
    let isReturned = state.returned.contains(entry)
    switch about.state {
    case .withoutReason:
      guard state.used.contains(entry) else {
        return isIdle ? Incident(code: "unused-ignore", message: unused, place: about.place) : nil
      }
      return Incident(
        code: "ignore-without-reason",
        message: "this \(about.what) counts for nothing without a reason (profile strict); "
          + (CompiledPolicy.words(for: about.place) == nil ? "give it one in .imgscan.yaml" : "add reason"),
        place: about.place)
    case .expired(let date):
      guard isReturned || isIdle else { return nil }
      let effect = isReturned ? "its findings count again" : "no finding needs it; remove it"
      return Incident(
        code: "expired-ignore", message: "this \(about.what) expired on \(date); \(effect)", place: about.place)
    case .counts:
      if state.used.contains(entry), let end = compiled.endsSoon(about.expires) {
        return Incident(code: "expiring-ignore", message: "this \(about.what) \(end)", place: about.place)
      }
      return isIdle ? Incident(code: "unused-ignore", message: unused, place: about.place) : nil
    }
  }

  private func isUnused(
    _ entry: PolicyEntry, _ ignore: IgnoreMatcher, _ state: State, _ coversWholeTree: Bool
  ) -> Bool {
    guard !state.used.contains(entry), !state.isIncomplete, !ignore.subjects.isEmpty else { return false }
    return ignore.subjects.allSatisfy { kind in
      if state.chances[entry]?.contains(kind) == true { return true }
      guard coversWholeTree, state.judged.contains(kind) else { return false }
      return kind == .dockerfile || ignore.outer != nil
    }
  }

  /// How many findings of the baseline are gone, of what was judged.
  private func stale(_ compiled: CompiledPolicy, _ state: State) -> [Incident] {
    guard let baseline = policy.baseline else { return [] }
    let isOn = Set(RuleTable.infos.filter(compiled.levels.isOn).map(\.id.description))
    var left = state.present
    let gone = baseline.entries.reduce(0) { sum, entry in
      guard isOn.contains(entry.rule), left[entry.group] != nil else { return sum }
      let present = min(entry.count, left[entry.group]?[entry.fingerprint] ?? 0)
      left[entry.group]?[entry.fingerprint, default: 0] -= present
      return sum + entry.count - present
    }
    guard gone > 0 else { return [] }
    let what = gone == 1 ? "1 finding of the baseline is" : "\(gone) findings of the baseline are"
    return [Incident(code: "baseline-stale", message: "\(what) gone: imgscan baseline write")]
  }

  private static func precedes(_ left: Incident, _ right: Incident) -> Bool {
    switch (left.place, right.place) {
    case (.source(let file, let range), .source(let other, let otherRange)):
      (file, range) == (other, otherRange) ? left.message < right.message : (file, range) < (other, otherRange)
    case (.source, _): true
    case (_, .source): false
    default: left.message < right.message
    }
  }
}
