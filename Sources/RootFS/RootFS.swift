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
/// Names and files are kept apart, as in a real file system: hard links are several names (nodes) of one file (inode).
/// All loops are iterative and bounded, whatever the layers hold.
public struct RootFS: Sendable {
  struct Node {
    var parent: Int32
    var firstChild: Int32 = -1
    var next: Int32 = -1
    var previous: Int32 = -1
    var inode: Int32
    var nameStart: UInt32
    var nameLength: UInt16
    /// The layer that wrote this name.
    var layer: UInt16
    /// The newest layer that wrote this name or one below it.
    var touched: UInt16
    /// The layer, plus one, whose opaque mark or whiteout has already emptied this directory of older names.
    var cleared: UInt16 = 0
  }

  /// 32 bytes: an image may have a million of them.
  struct Inode {
    var sizeBytes: Int64
    /// Where the content starts in its layer; for a symbolic link where its target is in `names` (low half) and how long.
    var dataOffset: Int64
    var uid: UInt32
    var gid: UInt32
    var mode: UInt16
    /// The layer whose bytes are the content.
    var layer: UInt16
    var kind: EntryKind
    var content = ContentTraits()
  }

  var nodes: ContiguousArray<Node> = []
  var inodes: ContiguousArray<Inode> = []
  /// Names and symbolic-link targets.
  var names: ContiguousArray<UInt8> = []
  var table: NameTable
  /// Capabilities by inode.
  var capabilities: [Int32: [UInt8]] = [:]
  /// Set-id files as the layers brought them: layer, path at that time, inode.
  var setidSeen: [(layer: Int, path: RootPath, inode: Int32)] = []
  var problems = Problems()
  /// Path components looked at so far; bounded by `MergeLimits.steps`.
  var steps = 0
  var limits: MergeLimits

  public init(limits: MergeLimits = MergeLimits()) {
    self.limits = limits
    table = NameTable()
    inodes.append(
      Inode(sizeBytes: 0, dataOffset: -1, uid: 0, gid: 0, mode: 0o755, layer: 0, kind: .directory))
    nodes.append(Node(parent: -1, inode: 0, nameStart: 0, nameLength: 0, layer: 0, touched: 0))
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
