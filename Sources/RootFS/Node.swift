import ImageArchive

/// A name in the tree, with its file when no other name shares it: 24 bytes, as an image may have a million of them.
///
/// What `first` and `second` hold depends on the kind: a directory's first child and the layers that concern it, a symbolic
/// link's target in the names with its length, any other file's size and data block; of a shared file its index.
struct Node {
  static let rootParent: Int32 = -1
  /// The parent of a name that was taken out.
  static let gone: Int32 = -2
  static let none: Int32 = -1
  private static let noBlock = UInt32.max
  private static let blockBytes: Int64 = 512

  var parent: Int32
  var next = Node.none
  /// Where the name is in `RootFS.names`.
  var name: UInt32
  private var tagged: UInt32
  private var first: UInt32 = 0
  private var second: UInt32 = 0

  init(parent: Int32, name: UInt32, hash: UInt64, attributes: UInt32) {
    (self.parent, self.name) = (parent, name)
    tagged = UInt32(truncatingIfNeeded: hash >> 56) << 24 | attributes
  }

  /// Index into `RootFS.attributes`.
  var attributes: UInt32 {
    get { tagged & 0xFF_FFFF }
    set { tagged = tagged & 0xFF00_0000 | newValue }
  }

  /// Whether the name may have this hash: a directory's names are compared by eight bits of it first.
  @inline(__always)
  func mayHave(_ hash: UInt64) -> Bool { tagged >> 24 == UInt32(truncatingIfNeeded: hash >> 56) }

  var isGone: Bool { parent == Node.gone }

  // MARK: a directory

  mutating func becomeDirectory(touched layer: UInt16) {
    first = UInt32(bitPattern: Node.none)
    second = UInt32(layer)
  }

  var firstChild: Int32 {
    get { Int32(bitPattern: first) }
    set { first = UInt32(bitPattern: newValue) }
  }

  /// The newest layer that wrote this name or one below it.
  var touched: UInt16 {
    get { UInt16(truncatingIfNeeded: second) }
    set { second = second & 0xFFFF_0000 | UInt32(newValue) }
  }

  /// How many names are in the directory's list, those included that are gone; `Node.many` and no more when they are in the
  /// table.
  var childCount: UInt16 {
    get { UInt16(truncatingIfNeeded: second >> 16) }
    set { second = second & 0xFFFF | UInt32(newValue) << 16 }
  }

  /// A directory of so many names finds them by the table, one of fewer by going through its list.
  static let many: UInt16 = 24

  var isInTable: Bool { childCount == Node.many }

  /// Takes a name into the directory's list.
  ///
  /// - Returns: the one before it in the list, and whether the directory's names were in the table and are now.
  mutating func adopt(_ child: Int32) -> (next: Int32, wasInTable: Bool, isInTable: Bool) {
    let (next, count) = (firstChild, childCount)
    firstChild = child
    if count < Node.many { childCount = count + 1 }
    return (next, count == Node.many, childCount == Node.many)
  }

  // MARK: a file of one name

  /// - Returns: whether they fit; if not, the file needs a place in `RootFS.files`.
  mutating func hold(sizeBytes: Int64, dataOffset: Int64) -> Bool {
    guard let size = UInt32(exactly: sizeBytes) else { return false }
    if dataOffset < 0 {
      (first, second) = (size, Node.noBlock)
      return true
    }
    guard dataOffset % Node.blockBytes == 0, let block = UInt32(exactly: dataOffset / Node.blockBytes),
      block != Node.noBlock
    else { return false }
    (first, second) = (size, block)
    return true
  }

  var sizeBytes: Int64 { Int64(first) }
  /// Where the content starts in its layer; -1 for none.
  var dataOffset: Int64 { second == Node.noBlock ? -1 : Int64(second) * Node.blockBytes }

  // MARK: a symbolic link

  var target: LinkTarget {
    get { LinkTarget(start: first, length: second) }
    set { (first, second) = (newValue.start, newValue.length) }
  }

  // MARK: a shared file

  /// Index into `RootFS.files`.
  var file: UInt32 {
    get { first }
    set { (first, second) = (newValue, 0) }
  }
}

/// Where a symbolic link's target is in the names.
struct LinkTarget {
  var start: UInt32
  var length: UInt32
}

/// A file that several names may stand for.
struct SharedFile {
  var sizeBytes: Int64
  var dataOffset: Int64
  var target = LinkTarget(start: 0, length: 0)
  /// Index into `RootFS.attributes`; the layer is that of the content.
  var attributes: UInt32
}

/// What many names have in common.
struct NodeAttributes: Hashable {
  /// The same for all names of a file.
  var kind: EntryKind
  /// Permission bits, 07777. Of a shared file's name without meaning, as are owner and content.
  var mode: UInt16
  var uid: UInt32
  var gid: UInt32
  /// The layer that wrote the name, for a file in `RootFS.files` its content.
  var layer: UInt16
  var content = ContentTraits()
  /// Whether the name's file is in `RootFS.files`.
  var isShared = false
}

/// The combinations, each once.
struct NodeAttributeTable: Sendable {
  /// What `Node.attributes` can number.
  static let limit = 1 << 24

  private(set) var all: ContiguousArray<NodeAttributes> = []
  private var numbers: [NodeAttributes: UInt32] = [:]

  subscript(number: UInt32) -> NodeAttributes { all[Int(number)] }

  /// Whether there may be no room for the combinations of one more entry, and of the heads that are looked at later.
  var isFull: Bool { all.count > NodeAttributeTable.limit - (1 << 20) }

  /// The number of a combination; a new one gets the next.
  mutating func number(of attributes: NodeAttributes) -> UInt32 {
    if let number = numbers[attributes] { return number }
    let number = UInt32(all.count)
    all.append(attributes)
    numbers[attributes] = number
    return number
  }
}
