import Core
import ImageArchive
import ReadOnlyRoot
import RootFS

/// Data files of a database or queue in the root file system.
///
/// Source: image-checks.md section 8.
struct ReadOnlyState: ImageRule {
  static let info = RuleInfo(
    id: "IMG-RO-STATE", title: "database files in the root file system", severity: .medium,
    strictBelow: [.low: .medium],
    what:
      "Data files, two levels deep, in a data directory that is no volume: those of the known services, and those the "
      + "started service's configuration names.",
    why:
      "The service changes these files, so the root cannot be read-only; and the data is gone with the container. Data "
      + "in an image is also handed to everyone who can pull it.",
    fix: "VOLUME [\"DIR\"] and an empty directory in the image; load data at first start",
    controls: [.runbook(12), .securityHub("ECS.5")],
    needs: ImageNeeds(programs: KnownWriterTable.programs, contents: KnownWriterTable.contents),
    examples: [
      .bad(
        "an initialised MySQL", config: #"{"Cmd":["mysqld"]}"#,
        layers: [
          [.program("/usr/sbin/mysqld"), ExampleFile("/var/lib/mysql/ibdata1")]
        ]),
      .good(
        "in a volume", config: #"{"Cmd":["mysqld"],"Volumes":{"/var/lib/mysql":{}}}"#,
        layers: [
          [.program("/usr/sbin/mysqld"), ExampleFile("/var/lib/mysql/ibdata1")]
        ]),
      .good(
        "an empty directory", config: #"{"Cmd":["mysqld"]}"#,
        layers: [
          [.program("/usr/sbin/mysqld"), .directory("/var/lib/mysql")]
        ]),
    ])

  /// Names of files at the top of a data directory: PostgreSQL, MySQL, MongoDB, Redis, etcd and Vault's Raft, ZooKeeper.
  private static let names: Set<String> = [
    "PG_VERSION", "ibdata1", "mysql.ibd", "aria_log_control", "WiredTiger", "mongod.lock", "dump.rdb",
    "appendonly.aof", "vault.db", "raft.db", "schema.DAT", "nodes.DAT",
  ]
  private static let endings = [".sqlite", ".sqlite3", ".db", ".couch", ".ibd", ".frm", ".wt", ".rdb", ".aof", ".DCD"]
  private static let listed = 2000

  func findings(in image: ImageModel) -> [Finding] {
    guard !image.isWindows else { return [] }
    let service = StartedService(in: image)
    let cover = WritableCover(of: image)
    let configured = ServiceConfig(of: service, in: image).writes.filter { $0.kind == .volume && !$0.isFile }
    let started = Set((service.writer?.state ?? []) + configured.map(\.path))
    let others = Set(KnownWriterTable.all.flatMap(\.state)).subtracting(started)
    var seen: Set<NodeID> = []
    var out: [Finding] = []
    // Descending, so that a data directory is looked at before the one it lies in.
    for path in started.sorted(by: >) + others.sorted(by: >) {
      guard let node = image.directory(path), seen.insert(node).inserted else { continue }
      let real = image.root.path(of: node)
      if cover.contains(RootPath(path)) || cover.contains(real) { continue }
      let files = dataFiles(node, image, cover, &seen)
      guard let first = files.first else { continue }
      out.append(report(files, first, real, isStarted: started.contains(path), service, image))
    }
    return out.sorted { $0.message < $1.message }
  }

  private func report(
    _ files: [NodeID], _ first: NodeID, _ directory: RootPath, isStarted: Bool, _ service: StartedService,
    _ image: ImageModel
  ) -> Finding {
    let count = files.count == 1 ? "1 data file" : "\(files.count) data files"
    return finding(
      "\(count) in \(directory), which is no volume", at: image.place(of: first), severity: isStarted ? .medium : .low,
      evidence: (isStarted ? [service.evidence] : []) + files.prefix(5).map { image.root.path(of: $0).description },
      fix: "VOLUME [\"\(directory)\"]", detail: image.detail(of: first)
    ).identified(by: directory.description)
  }

  /// Data files in a directory and in the directories in it, known data directories of their own left out.
  private func dataFiles(
    _ directory: NodeID, _ image: ImageModel, _ cover: WritableCover, _ seen: inout Set<NodeID>
  ) -> [NodeID] {
    var out: [NodeID] = []
    var left = ReadOnlyState.listed
    for child in image.root.children(of: directory) {
      left -= 1
      guard left > 0 else { break }
      if isDataFile(child, image) { out.append(child) }
      guard image.root.info(child).kind == .directory, !seen.contains(child) else { continue }
      if cover.contains(image.root.path(of: child)) { continue }
      for below in image.root.children(of: child).prefix(left) {
        left -= 1
        if isDataFile(below, image) { out.append(below) }
      }
    }
    return out
  }

  private func isDataFile(_ node: NodeID, _ image: ImageModel) -> Bool {
    let info = image.root.info(node)
    guard info.kind == .file, info.sizeBytes > 0 else { return false }
    let name = text(ofName: image.root.name(of: node))
    return ReadOnlyState.names.contains(name) || ReadOnlyState.endings.contains { name.hasSuffix($0) }
  }
}
