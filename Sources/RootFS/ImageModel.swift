import Core
import ImageArchive

/// What is known of a file's content.
public enum FileContent: Sendable, Equatable {
  case bytes([UInt8])
  /// Longer than the limit; the first bytes.
  case truncated([UInt8])
  /// Not kept or not readable; the reason in words.
  case unknown(String)

  /// The content, or its beginning; nil when unknown.
  public var known: [UInt8]? {
    switch self {
    case .bytes(let bytes), .truncated(let bytes): bytes
    case .unknown: nil
    }
  }
}

/// A program of the final file system that a rule asked for by name.
public struct Program: Sendable, Equatable {
  /// The base name it can be called by, such as `nc`.
  public var name: String
  public var path: RootPath
  public var node: NodeID
  /// The file itself, symbolic links followed.
  public var real: NodeID
  public var realPath: RootPath
  /// How the file begins: `.elf`, `.script`, or `.unread` when the content could not be looked at.
  public var head: FileHead

  /// The base name of the file itself, such as `busybox` for `nc -> busybox`.
  public var realName: String { text(ofName: realPath.lastComponent) }

  public init(
    name: String, path: RootPath, node: NodeID, real: NodeID, realPath: RootPath, head: FileHead
  ) {
    (self.name, self.path, self.node, self.real, self.realPath) = (name, path, node, real, realPath)
    self.head = head
  }
}

/// What starts when a container starts.
public struct StartCommand: Sendable, Equatable {
  public enum State: Sendable, Equatable {
    /// Neither ENTRYPOINT nor CMD.
    case nothing
    /// Found and executable.
    case found
    /// No such file, with PATH applied.
    case missing
    /// There, but not a file that can be executed; the reason in words.
    case notExecutable(String)
  }
  /// ENTRYPOINT and CMD joined.
  public var argv: [String]
  public var state: State
  /// argv[0] as found in the file system.
  public var node: NodeID?
  public var path: RootPath?
  /// With symbolic links followed.
  public var real: NodeID?
  public var realPath: RootPath?
  /// The program's first line without `#!`, split at the first blank, when it is a script.
  public var interpreter: String?
  /// Whether it is `/bin/sh -c TEXT` (or another shell's).
  public var isShellForm: Bool
  /// In shell form, TEXT.
  public var shellText: String?

  public init(
    argv: [String], state: State, node: NodeID? = nil, path: RootPath? = nil, real: NodeID? = nil,
    realPath: RootPath? = nil, interpreter: String? = nil, isShellForm: Bool, shellText: String? = nil
  ) {
    (self.argv, self.state, self.node, self.path, self.real) = (argv, state, node, path, real)
    (self.realPath, self.interpreter, self.isShellForm, self.shellText) = (
      realPath, interpreter, isShellForm, shellText
    )
  }
}

/// Everything image rules judge. Finished and immutable.
public struct ImageModel: Sendable {
  /// What the user gave: a file name, or `-`.
  public var subject: String
  /// Name and tag, as the archive gives them; nil when it does not.
  public var reference: String?
  public var tags: [String]
  /// `os/architecture[/variant]`; nil when neither index nor config says.
  public var platform: String?
  /// Digest of the config; nil when there is none (docker v1.0).
  public var configDigest: String?
  public var manifestDigest: String?
  public var config: ImageConfig { didSet { analyses = AnalysisCache() } }
  public var layers: [LayerRef]
  /// How base and own layers were told apart, in words; nil when they could not be.
  public var baseDecision: String?
  public var root: RootFS
  public var accounts: Accounts
  public var runUser: RunUser { didSet { analyses = AnalysisCache() } }
  public var start: StartCommand { didSet { analyses = AnalysisCache() } }
  /// Facts collected in one walk of the file system.
  public var index: FileIndex
  /// Programs rules asked for, sorted by path. A name that leads nowhere or is no program is not here.
  public var programs: [Program]
  /// Contents rules asked for, by file.
  public var contents: [NodeID: FileContent]
  /// File ownership from the image's package lists.
  public var packages: PackageOwners
  /// Files that rules which make one finding of several files leave out of it: a policy deals with them on their own.
  public var leftOut: Set<RootPath> = []
  /// Paths at which every container of the image that is known to run has a writable mount.
  public var deployedMounts: [RootPath] = [] { didSet { analyses = AnalysisCache() } }
  /// What several rules ask for and depends on nothing but the model.
  public private(set) var analyses = AnalysisCache()
  /// Paths of the volumes (config) as file-system paths.
  public var volumes: [RootPath]

  /// Whether digests and diff IDs were computed and compared.
  public var digestsVerified: Bool

  public init(
    subject: String, reference: String? = nil, tags: [String], platform: String? = nil, configDigest: String? = nil,
    manifestDigest: String? = nil, config: ImageConfig, layers: [LayerRef], baseDecision: String? = nil,
    root: RootFS, accounts: Accounts, runUser: RunUser, start: StartCommand, index: FileIndex, programs: [Program],
    contents: [NodeID: FileContent], packages: PackageOwners, volumes: [RootPath], digestsVerified: Bool
  ) {
    (self.subject, self.reference, self.tags, self.platform, self.configDigest) = (
      subject, reference, tags, platform, configDigest
    )
    (self.manifestDigest, self.config, self.layers, self.baseDecision, self.root) = (
      manifestDigest, config, layers, baseDecision, root
    )
    (self.accounts, self.runUser, self.start, self.index, self.programs) = (accounts, runUser, start, index, programs)
    (self.contents, self.packages, self.volumes, self.digestsVerified) = (contents, packages, volumes, digestsVerified)
  }
}

/// Lists of nodes that several rules look at, each sorted by path.
public struct FileIndex: Sendable, Equatable {
  /// Regular files with setuid or setgid.
  public var setid: [NodeID] = []
  public var setidGone: [SetidGone] = []
  /// Directories with setuid or setgid.
  public var setidDirectories: [NodeID] = []
  public var fileCapabilities: [NodeID] = []
  /// Regular files that anyone may write.
  public var worldWritableFiles: [NodeID] = []
  /// Directories that anyone may write, without the sticky bit.
  public var worldWritableDirectories: [NodeID] = []
  /// Character and block devices.
  public var devices: [NodeID] = []
  /// Files and directories whose uid or gid is in no line of passwd or group; empty when there is no passwd.
  public var unowned: [NodeID] = []
  /// Directories the run user can write into (not root: root can write everywhere).
  public var runUserWritableDirectories: [NodeID] = []
  /// Numbers of names by kind: `d`, `f`, `l`, `c`, `b`, `p`.
  public var counts: [String: Int] = [:]

  public init() {}
}

/// Which package ships a file, from dpkg's and apk's lists.
public struct PackageOwners: Sendable, Equatable {
  /// Package name by absolute path.
  public var byPath: [[UInt8]: String]
  public init(byPath: [[UInt8]: String] = [:]) { self.byPath = byPath }

  /// Merged-/usr images list `/bin/su` for `/usr/bin/su`, and the other way round.
  public func package(of path: RootPath) -> String? {
    byPath[path.bytes] ?? byPath[PackageOwners.otherName(of: path.bytes)]
  }

  /// A path without `/usr` in front where it has that, else with it.
  public static func otherName(of path: [UInt8]) -> [UInt8] {
    let usr = Array("/usr".utf8)
    return path.starts(with: usr) && path.dropFirst(4).first == UInt8(ascii: "/")
      ? Array(path.dropFirst(4)) : usr + path
  }
}

extension ImageModel {
  public func layerRef(of node: NodeID) -> LayerRef? {
    let index = root.layer(of: node)
    return layers.indices.contains(index) ? layers[index] : nil
  }

  /// The place of a file, with the layer that wrote it.
  public func place(of node: NodeID, line: Int? = nil) -> Place {
    .file(path: root.path(of: node), layer: layerRef(of: node), line: line)
  }

  /// Mode, owner and package of a file, for a table.
  public func detail(of node: NodeID) -> FileDetail {
    let info = root.info(node)
    return FileDetail(
      mode: info.octalMode, owner: accounts.owner(uid: info.uid, gid: info.gid),
      package: packages.package(of: root.path(of: node)))
  }

  /// Whether the run user may write this file or into this directory, by its permission bits.
  ///
  /// Root may write everywhere; an unresolved user is treated as one that owns nothing.
  public func runUserCanWrite(_ node: NodeID) -> Bool { runUserMay(0o2, node) }

  public func runUserCanExecute(_ node: NodeID) -> Bool {
    if runUser.isRoot { return root.info(node).isExecutable }
    return runUserMay(0o1, node)
  }

  private func runUserMay(_ bit: UInt16, _ node: NodeID) -> Bool {
    let info = root.info(node)
    guard runUser.outcome == .resolved else { return info.mode & bit != 0 }
    if runUser.uid == 0 { return true }
    if Int(info.uid) == runUser.uid { return info.mode & (bit << 6) != 0 }
    if runUser.groups.contains(Int(info.gid)) { return info.mode & (bit << 3) != 0 }
    return info.mode & bit != 0
  }

  /// Whether a path is at or below a declared volume.
  public func isInVolume(_ path: RootPath) -> Bool { volumes.contains { path.isAtOrBelow($0) } }

  /// The content of the file at a path, if a rule declared it as a need and the image has it.
  public func content(at path: String) -> FileContent? { root.lookup(path).flatMap { contents[$0] } }

  /// Programs with one of these names.
  public func programs(named names: Set<String>) -> [Program] { programs.filter { names.contains($0.name) } }
}
