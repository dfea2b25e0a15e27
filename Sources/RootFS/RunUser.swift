/// Whom the container's first process runs as, resolved as the runtime does.
///
/// Source: moby/sys/user `GetExecUser` and containerd `WithUser`: the config's User is split at the first colon; a signed
/// decimal integer is always an id; a name is the first matching line of the image's own passwd or group file; an empty
/// user part is uid 0; the group is the one given, else the passwd line's, else 0; supplementary groups count only when
/// no group is given.
public struct RunUser: Sendable, Equatable {
  public enum Outcome: Sendable, Equatable {
    case resolved
    /// The named user is in no line of passwd: the container does not start.
    case unknownUser(String)
    /// The named group is in no line of group: the container does not start.
    case unknownGroup(String)
    /// An id outside 0…2^31-1: the container does not start.
    case outOfRange(String)
    /// passwd or group could not be read from the archive, so a name could not be looked up.
    case unreadable(String)
  }

  /// `config.User` as written.
  public var raw: String
  public var outcome: Outcome
  /// Meaningful when `outcome` is `.resolved`.
  public var uid: Int
  public var gid: Int
  /// Supplementary groups, sorted, without `gid`.
  public var supplementary: [Int]
  /// The passwd line that was used, if any.
  public var account: Accounts.User?
  /// Whether the user part is a name.
  public var isNamed: Bool
  /// Whether a group part is given.
  public var hasExplicitGroup: Bool

  public var isRoot: Bool { outcome == .resolved && uid == 0 }
  /// All groups the process has.
  public var groups: [Int] { [gid] + supplementary }

  public init(raw: String, accounts: Accounts, accountsReadable: Bool = true) {
    self.raw = raw
    let trimmed = RunUser.trim(raw)
    let parts = trimmed.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let userPart = parts.first ?? ""
    let groupPart = parts.count > 1 ? parts[1] : ""
    (uid, gid, supplementary, account, outcome) = (0, 0, [], nil, .resolved)
    isNamed = !userPart.isEmpty && !RunUser.isInteger(userPart)
    hasExplicitGroup = !groupPart.isEmpty
    resolveUser(userPart, accounts, accountsReadable)
    guard outcome == .resolved else { return }
    if groupPart.isEmpty {
      supplementary = supplementaryGroups(accounts)
    } else {
      resolveGroup(groupPart, accounts, accountsReadable)
    }
  }

  private mutating func resolveUser(_ part: String, _ accounts: Accounts, _ readable: Bool) {
    if part.isEmpty {
      account = accounts.user(uid: 0)
    } else if RunUser.isInteger(part) {
      guard let id = Int(part), (0...2_147_483_647).contains(id) else {
        outcome = .outOfRange(part)
        return
      }
      uid = id
      account = accounts.user(uid: id)
    } else if let found = accounts.user(named: part) {
      guard (0...2_147_483_647).contains(found.uid) else {
        outcome = .outOfRange(part)
        return
      }
      uid = found.uid
      account = found
    } else {
      outcome = readable ? .unknownUser(part) : .unreadable(part)
      return
    }
    gid = account?.gid ?? 0
  }

  private mutating func resolveGroup(_ part: String, _ accounts: Accounts, _ readable: Bool) {
    if RunUser.isInteger(part) {
      guard let id = Int(part), (0...2_147_483_647).contains(id) else {
        outcome = .outOfRange(part)
        return
      }
      gid = id
    } else if let found = accounts.group(named: part) {
      gid = found.gid
    } else {
      outcome = readable ? .unknownGroup(part) : .unreadable(part)
    }
  }

  private func supplementaryGroups(_ accounts: Accounts) -> [Int] {
    guard let name = account?.name else { return [] }
    let ids = (accounts.groups ?? []).filter { $0.members.contains(name) }.map(\.gid)
    return Set(ids).subtracting([gid]).sorted()
  }

  /// Blanks around the whole value are dropped: a value of blanks alone is root.
  private static func trim(_ text: String) -> String {
    var view = Substring(text)
    while let first = view.first, first == " " || first == "\t" { view.removeFirst() }
    while let last = view.last, last == " " || last == "\t" { view.removeLast() }
    return String(view)
  }

  /// A signed decimal integer as Go's strconv.Atoi takes it, of any size.
  static func isInteger(_ text: String) -> Bool {
    var digits = Substring(text)
    if let sign = digits.first, sign == "+" || sign == "-" { digits.removeFirst() }
    return !digits.isEmpty && digits.utf8.allSatisfy { (48...57).contains($0) }
  }
}
