import Core

/// An entry of a policy that silences findings, by its index.
enum PolicyEntry: Hashable, Sendable {
  case ignore(Int)
  case allowance(Int)
}

/// Whether an entry counts.
enum EntryState: Sendable, Equatable {
  case counts
  case expired(CalendarDate)
  case withoutReason
}

/// An ignore, made ready to be held against findings.
struct IgnoreMatcher: Sendable {
  let entry: IgnoreEntry
  let state: EntryState
  /// The rules that it names and that are asked.
  let rules: Set<RuleID>
  /// What the rules look at, as far as the entry can silence them.
  let subjects: Set<RuleSubject>
  /// For paths in the image.
  let inner: PathGlob?
  /// For the subject's file.
  let outer: PathGlob?

  init(_ entry: IgnoreEntry, state: EntryState, rules: [RuleInfo]) {
    (self.entry, self.state) = (entry, state)
    self.rules = Set(rules.map(\.id))
    let isInner = entry.path?.hasPrefix("/") == true
    inner = isInner ? entry.path.map { PathGlob($0, takesBelow: true) } : nil
    outer = isInner ? nil : entry.path.map { PathGlob($0, takesBelow: true) }
    let isForImages = isInner || entry.image != nil || entry.layer != nil
    subjects = Set(rules.map(\.subject)).subtracting(isForImages ? [.dockerfile, .deployment] : [])
  }

  /// Whether it is for findings of this target.
  func covers(_ subject: PolicySubject) -> Bool {
    guard subjects.contains(subject.kind) else { return false }
    if let outer, !(subject.path.map(outer.matches) ?? false) { return false }
    return entry.image.map { ImageName.matches($0, subject.names) } ?? true
  }

  /// Whether it is for a finding at this path and in this layer; `covers` says whether it is for the target.
  func matches(path: RootPath?, layer: LayerRef?) -> Bool {
    if let wanted = entry.layer, layer?.origin != wanted { return false }
    guard let inner else { return true }
    return path.map { inner.matches($0.bytes) } ?? false
  }
}

/// What is asked of a file before its set-id bit is allowed.
struct SetidFacts: Sendable {
  var mode: UInt16
  /// Names and numbers by which its user goes.
  var users: [String]
  var groups: [String]
  var package: String?
}

/// An allowance of set-id files, made ready to be held against them.
struct AllowanceMatcher: Sendable {
  /// What an allowance silences.
  static let rules: Set<RuleID> = ["IMG-PERM-SETUID", "IMG-PERM-SETGID", "IMG-PERM-STOCK", "IMG-PERM-SETUID-USER"]

  let entry: SetuidAllowance
  let state: EntryState
  private let path: PathGlob
  private let mode: UInt16?

  init(_ entry: SetuidAllowance, state: EntryState) {
    (self.entry, self.state) = (entry, state)
    path = PathGlob(entry.path, takesBelow: false)
    mode = entry.mode.map { UInt16($0, radix: 8) ?? .max }
  }

  func matches(_ path: RootPath) -> Bool { self.path.matches(path.bytes) }

  /// Whether a file is as the entry wants it.
  func takes(_ facts: SetidFacts) -> Bool {
    if let mode, facts.mode != mode { return false }
    if let package = entry.package, facts.package != package { return false }
    guard let owner = entry.owner else { return true }
    let parts = owner.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard let user = parts.first, facts.users.contains(user) else { return false }
    return parts.count == 1 || facts.groups.contains(parts[1])
  }
}
