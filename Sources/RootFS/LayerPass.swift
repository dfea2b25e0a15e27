import ImageArchive

/// What one layer's application remembers.
struct LayerPass {
  let layer: UInt16
  /// Counts changes that may lead a known directory elsewhere.
  var epoch: Int32 = 0
  /// Hashes of the directories this layer's whiteouts removed.
  var removedDirectories: Set<UInt64> = []
  /// Directories that this layer's opaque marks and whiteouts have already emptied of older names.
  var cleared: Set<Int32> = []
  /// The node of each directory of the record, with the epoch it was found in.
  var directories: [(node: Int32, epoch: Int32)]
  /// The directory found last, by its number in the record, and those above it: where in its path each ends, and its node.
  var trail: [(end: Int, node: Int32)] = []
  var trailDirectory = 0
  /// The epoch in which the trail was found.
  var trailEpoch: Int32 = 0
  /// Numbers in the tree, plus one, by number in the record, kind and content.
  private var numbers: ContiguousArray<UInt32>

  /// The entry numbered last; none has the kind of a mark.
  private var last: (attributes: UInt32, kind: EntryKind, content: ContentTraits, number: UInt32) = (
    0, .opaque, ContentTraits(), 0
  )

  /// Combinations of a record whose numbers are kept; real layers have some dozens.
  private static let numbersKept = 1024
  private static let (kinds, contents) = (8, 8)

  init(layer: UInt16, _ record: LayerRecord) {
    self.layer = layer
    directories = Array(repeating: (-1, -1), count: record.directories.count)
    numbers = ContiguousArray(
      repeating: 0,
      count: min(record.attributes.count, LayerPass.numbersKept) * LayerPass.kinds * LayerPass.contents)
  }

  /// The number of an entry's mode, owner, kind, content and layer.
  mutating func number(of entry: LayerEntry, _ table: inout NodeAttributeTable) -> UInt32 {
    // Files of one directory are mostly alike.
    if last.attributes == entry.attributes, last.kind == entry.kind, last.content == entry.content {
      return last.number
    }
    last = (entry.attributes, entry.kind, entry.content, otherNumber(of: entry, &table))
    return last.number
  }

  private mutating func otherNumber(of entry: LayerEntry, _ table: inout NodeAttributeTable) -> UInt32 {
    let isUsual = !entry.content.isSparse && Int(entry.kind.rawValue) < LayerPass.kinds
    let slot =
      (Int(entry.attributes) * LayerPass.kinds + Int(entry.kind.rawValue)) * LayerPass.contents
      + Int(entry.content.head.rawValue)
    if isUsual, slot < numbers.count, numbers[slot] != 0 { return numbers[slot] - 1 }
    let number = table.number(
      of: NodeAttributes(
        kind: entry.kind, mode: entry.mode, uid: entry.uid, gid: entry.gid, layer: layer, content: entry.content))
    if isUsual, slot < numbers.count { numbers[slot] = number + 1 }
    return number
  }
}

/// Where a name is to be put.
struct NamePlace {
  var parent: Int32
  /// Where the name is in the chunk.
  var name: Range<Int>
  var hash: UInt64
  /// What stands there now.
  var node: Int32?
}
