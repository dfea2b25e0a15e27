import Core
import ImageArchive
import RootFS

/// Collects, in one walk of the file system, the lists that rules look at.
struct IndexCollector {
  private static let sortedNames = 250_000

  private let names: ProgramNames
  private let knownUsers: Set<UInt32>?
  private let knownGroups: Set<UInt32>?
  private let runUser: RunUser

  init(needs: ScanNeeds, accounts: Accounts, runUser: RunUser) {
    names = ProgramNames(needs.programs)
    knownUsers = accounts.users.map { Set($0.map { UInt32(clamping: $0.uid) }) }
    knownGroups = accounts.groups.map { Set($0.map { UInt32(clamping: $0.gid) }) }
    self.runUser = runUser
  }

  /// - Parameter programs: names of files that may be one of the programs asked for, in no order.
  func collect(_ root: RootFS, into index: inout FileIndex, programs: inout [NodeID]) {
    var lists = FileIndex()
    var candidates: [NodeID] = []
    let traits = (0..<root.groupCount).map { FileTraits(of: root.info(ofGroup: $0), self) }
    var counts = [Int](repeating: 0, count: traits.count)
    root.forEach { node, group in
      counts[group] += 1
      let traits = traits[group]
      if traits.contains(.mayBeProgram), names.contains(root.name(of: node)) { candidates.append(node) }
      if traits.contains(.isFile), root.hasCapability(node) { lists.fileCapabilities.append(node) }
      guard traits.isListed else { return }
      if traits.contains(.isUnowned) { lists.unowned.append(node) }
      if traits.contains(.isSetid) { lists.setid.append(node) }
      if traits.contains(.isWorldWritableFile) { lists.worldWritableFiles.append(node) }
      if traits.contains(.isSetidDirectory) { lists.setidDirectories.append(node) }
      if traits.contains(.isWorldWritableDirectory) { lists.worldWritableDirectories.append(node) }
      if traits.contains(.isWritableDirectory) { lists.runUserWritableDirectories.append(node) }
      if traits.contains(.isDevice) { lists.devices.append(node) }
    }
    sort(&lists, root)
    lists.counts = named(counts, root)
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

  fileprivate func isWritable(_ info: FileInfo) -> Bool {
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

  private func named(_ counts: [Int], _ root: RootFS) -> [String: Int] {
    var out: [String: Int] = [:]
    for (group, count) in counts.enumerated() where count > 0 {
      if let letter = IndexCollector.letter(root.info(ofGroup: group).kind) { out[letter, default: 0] += count }
    }
    return out
  }

  private static func letter(_ kind: EntryKind) -> String? {
    switch kind {
    case .file: "f"
    case .directory: "d"
    case .symlink: "l"
    case .characterDevice: "c"
    case .blockDevice: "b"
    case .fifo: "p"
    default: nil
    }
  }

  fileprivate func isOwned(_ info: FileInfo) -> Bool {
    guard let knownUsers else { return true }
    return knownUsers.contains(info.uid) && (knownGroups?.contains(info.gid) ?? true)
  }
}

/// What a file's kind, mode and owner say, told once for all files that have them in common.
private struct FileTraits: OptionSet {
  let rawValue: UInt16

  static let isFile = FileTraits(rawValue: 1)
  static let mayBeProgram = FileTraits(rawValue: 2)
  static let isUnowned = FileTraits(rawValue: 4)
  static let isSetid = FileTraits(rawValue: 8)
  static let isWorldWritableFile = FileTraits(rawValue: 16)
  static let isSetidDirectory = FileTraits(rawValue: 32)
  static let isWorldWritableDirectory = FileTraits(rawValue: 64)
  static let isWritableDirectory = FileTraits(rawValue: 128)
  static let isDevice = FileTraits(rawValue: 256)

  /// Whether a list names the file.
  var isListed: Bool { rawValue > FileTraits.isFile.union(.mayBeProgram).rawValue }

  init(rawValue: UInt16) { self.rawValue = rawValue }

  init(of info: FileInfo, _ collector: IndexCollector) {
    self = collector.isOwned(info) ? [] : .isUnowned
    switch info.kind {
    case .file:
      insert(.isFile)
      if info.mode & 0o6000 != 0 { insert(.isSetid) }
      if info.isWorldWritable { insert(.isWorldWritableFile) }
      if info.isExecutable { insert(.mayBeProgram) }
    case .symlink: insert(.mayBeProgram)
    case .directory:
      if info.mode & 0o6000 != 0 { insert(.isSetidDirectory) }
      if info.mode & 0o1002 == 0o002 { insert(.isWorldWritableDirectory) }
      if collector.isWritable(info) { insert(.isWritableDirectory) }
    case .characterDevice, .blockDevice: insert(.isDevice)
    default: break
    }
  }
}
