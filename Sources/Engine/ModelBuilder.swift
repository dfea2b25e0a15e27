import Core
import ImageArchive
import RootFS

/// Makes the finished model of an image from its read layers.
struct ModelBuilder {
  let image: ArchivedImage
  let archive: ImageArchive
  let subject: String
  let needs: ScanNeeds
  let options: ScanOptions
  /// Compression of each layer.
  let compressions: [Compression]
  /// Which layers the user says are the base's; nil when the user says nothing.
  var base: BaseLayers.Answer?
  /// What is known of the Dockerfile; nil when nothing is.
  var join: DockerfileJoin?
  private(set) var problems = Problems()

  init(
    image: ArchivedImage, archive: ImageArchive, subject: String, needs: ScanNeeds, options: ScanOptions,
    compressions: [Compression]
  ) {
    (self.image, self.archive, self.subject) = (image, archive, subject)
    (self.needs, self.options, self.compressions) = (needs, options, compressions)
  }

  /// Files whose contents every scan needs.
  static let alwaysRead: Set<String> = [
    "/etc/passwd", "/etc/group", "/etc/os-release", "/usr/lib/os-release", "/lib/apk/db/installed",
    "/var/lib/dpkg/info/*.list",
  ]

  /// Names that may be one of the programs rules ask for; real images have some hundreds. Each is resolved through links.
  private static let candidateLimit = 50_000

  /// Words of the start command and the health check that may name a program.
  static func commandWords(_ config: ImageConfig) -> [String] {
    let words = config.argv.prefix(4) + (config.healthcheck?.test.dropFirst().prefix(2) ?? [])
    return words.flatMap { $0.split(separator: " ").prefix(3).map(String.init) }
  }

  /// Merges the records, which are used up, and collects the facts.
  mutating func build(_ records: inout [LayerRecord]) -> ImageModel {
    var root = RootFS(limits: options.mergeLimits)
    root.reserve(
      entries: records.reduce(0) { $0 + $1.entryCount + $1.directories.count / 2 },
      nameBytes: records.reduce(0) { $0 + $1.nameBytes })
    for index in records.indices { root.applyConsuming(&records[index], layer: index) }
    let (met, gone) = root.finish()
    problems.absorb(met)

    var contents = ContentFetcher(
      archive: archive, image: image, compressions: compressions, kept: records, limits: options.archiveLimits)
    let passwd = contents.fetch(root, "/etc/passwd")
    let group = contents.fetch(root, "/etc/group")
    let accounts = Accounts(passwd: passwd?.known, group: group?.known)
    let runUser = RunUser(
      raw: image.config.user, accounts: accounts, accountsReadable: !isUnknown(passwd) && !isUnknown(group))
    let config = image.config
    let collector = IndexCollector(needs: needs, accounts: accounts, runUser: runUser)
    var index = FileIndex()
    var candidates: [NodeID] = []
    collector.collect(root, into: &index, programs: &candidates)
    index.setidGone = gone
    if candidates.count > ModelBuilder.candidateLimit {
      problems.incident(
        "too-many-programs",
        "\(candidates.count) files are named like shells and tools; those beyond \(ModelBuilder.candidateLimit) were not judged"
      )
      candidates.removeLast(candidates.count - ModelBuilder.candidateLimit)
    }

    let start = StartResolver(config: config, root: root)
    var wanted = contentNodes(root)
    let startNode = start.realNode
    if let startNode { wanted.insert(startNode) }
    let resolved = candidates.compactMap { node in root.resolve(node).map { (node, $0) } }
    let reals = resolved.map(\.1).filter { root.info($0).isExecutable }
    contents.fetchHeads(&root, Set(reals).union(index.setid).union(startNode.map { [$0] } ?? []))
    let files = contents.fetch(root, wanted)
    let programs = collector.programs(root, resolved)
    let packages = PackageReader.owners(
      of: programs.map(\.realPath) + programs.map(\.path) + index.setid.map { root.path(of: $0) }
        + index.fileCapabilities.map { root.path(of: $0) },
      root: root, contents: &contents)
    problems.absorb(contents.problems)
    let (layers, decision) = LayerOrigins.decide(
      config, layerCount: compressions.count, given: base, join: join)
    return ImageModel(
      subject: subject, reference: image.reference, tags: image.tags, platform: image.platform?.description,
      configDigest: image.configDigest, manifestDigest: image.manifestDigest, config: config, layers: layers,
      baseDecision: decision, root: root, accounts: accounts, runUser: runUser,
      start: start.resolve(root, content: startNode.flatMap { files[$0] }, runUser: runUser), index: index,
      programs: programs, contents: files, packages: packages,
      volumes: config.volumes.map { RootPath(bytes: normalised($0)) }, digestsVerified: options.verifies)
  }

  private func isUnknown(_ content: FileContent?) -> Bool {
    if case .unknown = content { true } else { false }
  }

  /// The files rules want to read; the name `*` takes a directory's files.
  private func contentNodes(_ root: RootFS) -> Set<NodeID> {
    var out: Set<NodeID> = []
    var missing: ArraySlice<UInt8>?
    needs.forEachDirectory { path, names in
      // What lies below a directory that is not there need not be looked for.
      if let missing, path.starts(with: missing), path.dropFirst(missing.count).first == UInt8(ascii: "/") { return }
      guard let directory = root.lookup(RootPath(bytes: Array(path))) else {
        missing = path
        return
      }
      for name in ScanNeeds.words(names) {
        if name.elementsEqual("*".utf8) {
          for child in root.children(of: directory).prefix(200) {
            if let file = root.resolve(child), root.info(file).kind == .file { out.insert(file) }
          }
        } else if let file = root.lookup(RootPath(bytes: path + [UInt8(ascii: "/")] + name)),
          root.info(file).kind == .file
        {
          out.insert(file)
        }
      }
    }
    return out
  }

  private func normalised(_ path: String) -> [UInt8] {
    let parts = path.utf8.split(separator: UInt8(ascii: "/")).filter { !$0.elementsEqual(".".utf8) }
    return [UInt8(ascii: "/")] + Array(parts.joined(separator: [UInt8(ascii: "/")]))
  }
}
