/// The users and groups of an image, read from its final /etc/passwd and /etc/group.
public struct Accounts: Sendable, Equatable {
  /// A line of passwd(5).
  public struct User: Sendable, Equatable {
    public var name: String
    public var uid: Int
    public var gid: Int
    public var home: String
    public var shell: String
    /// 1-based line in the file.
    public var line: Int
  }
  /// A line of group(5).
  public struct Group: Sendable, Equatable {
    public var name: String
    public var gid: Int
    public var members: [String]
    public var line: Int
  }

  /// nil when the image has no readable /etc/passwd.
  public let users: [User]?
  /// nil when the image has no readable /etc/group.
  public let groups: [Group]?

  /// Positions of the first line of each id: a report asks for thousands of owners.
  private let userByID: [Int: Int]
  private let groupByID: [Int: Int]

  public init(passwd: [UInt8]?, group: [UInt8]?) {
    let users = passwd.map(Accounts.parseUsers)
    let groups = group.map(Accounts.parseGroups)
    (self.users, self.groups) = (users, groups)
    userByID = Dictionary((users ?? []).enumerated().map { ($1.uid, $0) }, uniquingKeysWith: { first, _ in first })
    groupByID = Dictionary((groups ?? []).enumerated().map { ($1.gid, $0) }, uniquingKeysWith: { first, _ in first })
  }

  public func user(named name: String) -> User? { users?.first { $0.name == name } }
  public func user(uid: Int) -> User? { userByID[uid].flatMap { users?[$0] } }
  public func group(named name: String) -> Group? { groups?.first { $0.name == name } }
  public func group(gid: Int) -> Group? { groupByID[gid].flatMap { groups?[$0] } }

  /// `root:shadow`, with numbers where the image has no name.
  public func owner(uid: UInt32, gid: UInt32) -> String {
    let user = self.user(uid: Int(uid))?.name ?? String(uid)
    let group = self.group(gid: Int(gid))?.name ?? String(gid)
    return "\(user):\(group)"
  }

  /// Lines as moby/sys/user reads them: blank lines and comments are passed over, missing fields are empty, a number
  /// that cannot be read makes the line unusable.
  private static func lines(_ bytes: [UInt8]) -> [(line: Int, fields: [String])] {
    var out: [(Int, [String])] = []
    var number = 0
    for raw in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      var line = raw
      while let last = line.last, last == 13 || last == 32 || last == 9 { line.removeLast() }
      while let first = line.first, first == 32 || first == 9 { line.removeFirst() }
      if line.isEmpty || line.first == UInt8(ascii: "#") { continue }
      let fields = line.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
      out.append((number, fields.map { String(decoding: $0, as: UTF8.self) }))
    }
    return out
  }

  private static func parseUsers(_ bytes: [UInt8]) -> [User] {
    lines(bytes).compactMap { line, fields in
      guard fields.count >= 4, let uid = Int(fields[2]), let gid = Int(fields[3]) else { return nil }
      return User(
        name: fields[0], uid: uid, gid: gid, home: fields.count > 5 ? fields[5] : "",
        shell: fields.count > 6 ? fields[6] : "", line: line)
    }
  }

  private static func parseGroups(_ bytes: [UInt8]) -> [Group] {
    lines(bytes).compactMap { line, fields in
      guard fields.count >= 3, let gid = Int(fields[2]) else { return nil }
      let members = fields.count > 3 ? fields[3].split(separator: ",").map(String.init) : []
      return Group(name: fields[0], gid: gid, members: members, line: line)
    }
  }
}
