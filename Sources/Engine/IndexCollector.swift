import Core
import ImageArchive
import RootFS

/// Collects, in one walk of the file system, the lists that rules look at.
struct IndexCollector {
  private static let sortedNames = 250_000

  private let names: Set<[UInt8]>
  /// Beginnings of names, by their first byte.
  private let prefixes: [UInt8: [[UInt8]]]
  private let longestName: Int
  private let knownUsers: Set<UInt32>?
  private let knownGroups: Set<UInt32>?
  private let runUser: RunUser

  init(needs: ImageNeeds, accounts: Accounts, runUser: RunUser) {
    names = Set(needs.programs.filter { !$0.hasSuffix("*") }.map { Array($0.utf8) })
    longestName = names.map(\.count).max() ?? 0
    prefixes = Dictionary(
      grouping: needs.programs.filter { $0.utf8.count > 1 && $0.hasSuffix("*") }.map { Array($0.utf8.dropLast()) },
      by: { $0[0] })
    knownUsers = accounts.users.map { Set($0.map { UInt32(clamping: $0.uid) }) }
    knownGroups = accounts.groups.map { Set($0.map { UInt32(clamping: $0.gid) }) }
    self.runUser = runUser
  }

  /// - Parameter programs: names of files that may be one of the programs asked for, in no order.
  func collect(_ root: RootFS, into index: inout FileIndex, programs: inout [NodeID]) {
    var counts = [Int](repeating: 0, count: 9)
    var lists = FileIndex()
    var candidates: [NodeID] = []
    var owner = OwnerCheck(users: knownUsers, groups: knownGroups)
    root.forEach { node in
      let info = root.info(node)
      counts[Int(info.kind.rawValue)] += 1
      if !owner.isKnown(info) { lists.unowned.append(node) }
      switch info.kind {
      case .file:
        if info.mode & 0o6000 != 0 { lists.setid.append(node) }
        if info.isWorldWritable { lists.worldWritableFiles.append(node) }
        if root.hasCapability(node) { lists.fileCapabilities.append(node) }
        if info.isExecutable, isWanted(root.name(of: node)) { candidates.append(node) }
      case .symlink:
        if isWanted(root.name(of: node)) { candidates.append(node) }
      case .directory:
        if info.mode & 0o6000 != 0 { lists.setidDirectories.append(node) }
        if info.mode & 0o1002 == 0o002 { lists.worldWritableDirectories.append(node) }
        if isWritable(info) { lists.runUserWritableDirectories.append(node) }
      case .characterDevice, .blockDevice: lists.devices.append(node)
      default: break
      }
    }
    sort(&lists, root)
    lists.counts = named(counts)
    index = lists
    programs = candidates
  }

  /// The programs among the candidates: those that lead to an executable file that begins like one.
  func programs(_ root: RootFS, _ candidates: [(node: NodeID, real: NodeID)]) -> [Program] {
    var out: [Program] = []
    for (node, real) in candidates {
      let info = root.info(real)
      guard info.kind == .file, info.isExecutable, info.sizeBytes > 0 else { continue }
      guard info.head == .elf || info.head == .script || info.head == .unread else { continue }
      out.append(
        Program(
          name: text(ofName: root.name(of: node)), path: root.path(of: node), node: node, real: real,
          realPath: root.path(of: real), head: info.head))
    }
    return out.sorted { $0.path < $1.path }
  }

  private func isWanted(_ name: ArraySlice<UInt8>) -> Bool {
    guard let first = name.first else { return false }
    if prefixes[first]?.contains(where: { name.starts(with: $0) }) == true { return true }
    return name.count <= longestName && names.contains(Array(name))
  }

  private func isWritable(_ info: FileInfo) -> Bool {
    guard runUser.outcome == .resolved, runUser.uid != 0 else { return false }
    if Int(info.uid) == runUser.uid { return info.mode & 0o200 != 0 }
    if runUser.groups.contains(Int(info.gid)) { return info.mode & 0o020 != 0 }
    return info.mode & 0o002 != 0
  }

  private func sort(_ lists: inout FileIndex, _ root: RootFS) {
    for list in [
      \FileIndex.setid, \.setidDirectories, \.fileCapabilities, \.worldWritableFiles, \.worldWritableDirectories,
      \.devices, \.unowned, \.runUserWritableDirectories,
    ] {
      // Beyond this a list is left in the order of the walk, which is as stable: a path for each of a million names would
      // cost more than the whole tree.
      guard lists[keyPath: list].count <= IndexCollector.sortedNames else { continue }
      let keyed = lists[keyPath: list].map { (root.path(of: $0).description, $0) }
      lists[keyPath: list] = keyed.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  private func named(_ counts: [Int]) -> [String: Int] {
    let letters: [(EntryKind, String)] = [
      (.file, "f"), (.directory, "d"), (.symlink, "l"), (.characterDevice, "c"), (.blockDevice, "b"), (.fifo, "p"),
    ]
    var out: [String: Int] = [:]
    for (kind, letter) in letters where counts[Int(kind.rawValue)] > 0 { out[letter] = counts[Int(kind.rawValue)] }
    return out
  }
}

/// Whether a file's owner and group are in the account files; neighbours usually have the same.
private struct OwnerCheck {
  private let users: Set<UInt32>?
  private let groups: Set<UInt32>?
  private var lastUser: UInt32 = 0
  private var lastGroup: UInt32 = 0
  private var lastAnswer: Bool?

  init(users: Set<UInt32>?, groups: Set<UInt32>?) { (self.users, self.groups) = (users, groups) }

  mutating func isKnown(_ info: FileInfo) -> Bool {
    guard let users else { return true }
    if let lastAnswer, info.uid == lastUser, info.gid == lastGroup { return lastAnswer }
    (lastUser, lastGroup) = (info.uid, info.gid)
    let answer = users.contains(info.uid) && (groups?.contains(info.gid) ?? true)
    lastAnswer = answer
    return answer
  }
}
