import Core
import ImageArchive

/// A name in the merged root file system. Valid for the `RootFS` it came from.
public struct NodeID: Hashable, Sendable {
  var index: Int32
  init(_ index: Int32) { self.index = index }
  public static let root = NodeID(0)
}

/// What is known of a file, whatever names it has.
public struct FileInfo: Sendable, Equatable {
  /// Never `.hardLink`, `.whiteout` or `.opaque`.
  public var kind: EntryKind
  /// Permission bits, 07777.
  public var mode: UInt16
  public var uid: UInt32
  public var gid: UInt32
  public var sizeBytes: Int64
  public var head: FileHead

  public var isSetuid: Bool { mode & 0o4000 != 0 }
  public var isSetgid: Bool { mode & 0o2000 != 0 }
  public var isSticky: Bool { mode & 0o1000 != 0 }
  public var isExecutable: Bool { mode & 0o111 != 0 }
  public var isWorldWritable: Bool { mode & 0o002 != 0 }
  /// Four octal digits, such as `4755`.
  public var octalMode: String {
    let digits = String(mode, radix: 8)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

/// Where a file's content is in the archive.
public struct ContentPlace: Hashable, Sendable {
  public var layer: Int
  public var dataOffset: Int64
  public var sizeBytes: Int64
  public var isSparse: Bool
}

/// A file with setuid or setgid that a layer brought and that the final file system does not have.
public struct SetidGone: Sendable, Equatable {
  public enum Reason: String, Sendable { case deleted, stripped, replaced }
  public var path: RootPath
  /// 0-based layer that brought it.
  public var layer: Int
  public var info: FileInfo
  /// The file's number (`RootFS.fileNumber`), by which other names of the same file are found.
  public var file: Int
  public var reason: Reason
  /// 0-based layer of what stands at the path now; nil when nothing does.
  public var byLayer: Int?
}

/// The file system a container would see: all layers of an image applied in order, with, for every name, the layer that
/// wrote it.
///
/// Names (nodes) and files are two things, as in a real file system, but nearly every file has one name: then the node holds
/// the file, in 24 bytes and the name's own. A file with several names, and one that its number is asked of while layers
/// are applied, has a place in `files`.
/// All loops are iterative and bounded, whatever the layers hold.
public struct RootFS: Sendable {
  var nodes: ContiguousArray<Node> = []
  /// Files that do not fit into a node.
  var files: ContiguousArray<SharedFile> = []
  /// Mode, owner, kind and layer of nodes and files, each combination once.
  var attributes = NodeAttributeTable()
  /// The attributes of directories that a layer made without an entry, for the layer that did so last.
  var implicit: (layer: UInt16, number: UInt32)?
  /// Names, each behind its length, and symbolic-link targets.
  var names = NameStore()
  /// The names of large directories.
  var table = NameTable()
  let hasher = NameHasher()
  /// Capabilities by index into `files`.
  var capabilities: [UInt32: [UInt8]] = [:]
  /// Set-id files as the layers brought them: layer, path at that time, index into `files`.
  var setidSeen: [(layer: Int, path: RootPath, file: UInt32)] = []
  var problems = Problems()
  /// Path components looked at so far; bounded by `MergeLimits.steps`.
  var steps = 0
  var limits: MergeLimits

  public init(limits: MergeLimits = MergeLimits()) {
    self.limits = limits
    let root = attributes.number(of: NodeAttributes(kind: .directory, mode: 0o755, uid: 0, gid: 0, layer: 0))
    let name: [UInt8] = []
    nodes.append(
      Node(parent: Node.rootParent, name: names.append(name.span), hash: 0, attributes: root))
    nodes[0].becomeDirectory(touched: 0)
  }
}

/// How much a merge may cost. A hostile image must end in a message, not in an hour.
public struct MergeLimits: Sendable {
  /// Names in the file system: 5 million are about 600 MB; real images stay below one million.
  public var nodes = 5_000_000
  /// Symbolic links followed for one path; containerd allows 255, Linux 40.
  public var symlinks = 255
  /// Directories above a name that is reached through links: half of PATH_MAX.
  public var depth = 2048
  /// Path components looked at over the whole merge.
  public var steps = 200_000_000
  /// Path components of one look-up, links included: what Linux can walk at most, 40 links of PATH_MAX bytes.
  public var componentsPerLookup = 81_920

  public init() {}
}
