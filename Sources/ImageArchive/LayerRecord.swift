import Core

/// What a tar entry of a layer says about its path.
public enum EntryKind: UInt8, Sendable {
  case file, directory, symlink, hardLink, characterDevice, blockDevice, fifo
  /// `.wh.NAME`: NAME of the layers below is gone (OCI image specification, layer.md, "Whiteouts").
  case whiteout
  /// `.wh..wh..opq`: all that the layers below put into the directory is gone.
  case opaque
}

/// What a file begins with, as far as running it goes.
public enum FileHead: UInt8, Sendable {
  /// The content was not looked at.
  case unread
  case elf, script, empty, other
}

/// One entry of a layer, compact: a layer may have a million of them.
public struct LayerEntry: Sendable {
  public var sizeBytes: Int64
  /// Where the content starts in the uncompressed layer; it names the content within the layer.
  public var dataOffset: Int64
  /// Index into `LayerRecord.directories` of the directory part.
  public var directory: UInt32
  public var uid: UInt32
  public var gid: UInt32
  var nameStart: UInt32
  /// Permission bits, 07777.
  public var mode: UInt16
  var nameLength: UInt16
  /// The link follows the name.
  var linkLength: UInt16
  public var kind: EntryKind
  public var content: ContentTraits

  public init(kind: EntryKind, mode: UInt16, uid: UInt32, gid: UInt32, sizeBytes: Int64) {
    (self.kind, self.mode, self.uid, self.gid, self.sizeBytes) = (kind, mode, uid, gid, sizeBytes)
    (directory, content, dataOffset) = (0, ContentTraits(), -1)
    (nameStart, nameLength, linkLength) = (0, 0, 0)
  }
}

/// How a file begins and whether it has holes, in one byte.
public struct ContentTraits: Sendable, Equatable {
  private static let sparseBit: UInt8 = 0x80
  private var bits: UInt8 = 0

  public init() {}

  public var head: FileHead {
    get { FileHead(rawValue: bits & ~ContentTraits.sparseBit) ?? .unread }
    set { bits = bits & ContentTraits.sparseBit | newValue.rawValue }
  }

  /// Whether the content is stored with holes, so that its offset does not lead to all of it.
  public var isSparse: Bool {
    get { bits & ContentTraits.sparseBit != 0 }
    set { bits = newValue ? bits | ContentTraits.sparseBit : bits & ~ContentTraits.sparseBit }
  }
}

/// Some thousand entries with their names; freed as a whole once merged.
public struct LayerChunk: Sendable {
  public internal(set) var entries: ContiguousArray<LayerEntry> = []
  var bytes: ContiguousArray<UInt8> = []

  /// The entry's last path component; for a whiteout the name it removes, for an opaque mark nothing.
  public func name(of entry: LayerEntry) -> ArraySlice<UInt8> {
    ArraySlice(bytes[Int(entry.nameStart)..<(Int(entry.nameStart) + Int(entry.nameLength))])
  }

  /// Where a symbolic link points (raw) or which path a hard link names (normalised, relative to the root).
  public func link(of entry: LayerEntry) -> ArraySlice<UInt8> {
    ArraySlice(bytes[(Int(entry.nameStart) + Int(entry.nameLength))...].prefix(Int(entry.linkLength)))
  }
}

/// What one layer holds, as a pure function of its bytes and of what was asked for.
public struct LayerRecord: Sendable {
  public internal(set) var chunks: [LayerChunk] = []
  private var chunksTaken = 0
  /// Directory parts of all entries.
  public internal(set) var directories = DirectoryTable()
  /// Raw `security.capability` attributes by `dataOffset` of the file.
  public internal(set) var capabilities: [Int64: [UInt8]] = [:]
  /// Contents that were kept while reading, by `dataOffset`; whole files, or their beginning.
  public internal(set) var contents: [Int64: [UInt8]] = [:]
  /// Bytes of all names and links.
  public internal(set) var nameBytes = 0
  /// How many tar entries were read, ignored ones included.
  public internal(set) var entryCount = 0
  /// Uncompressed bytes read, to the end of the layer when it was read completely.
  public internal(set) var sizeBytes: Int64 = 0
  public internal(set) var compression: Compression = .none
  /// Digest of the uncompressed bytes; nil when it was not computed.
  public internal(set) var diffID: String?
  /// Digest of the stored bytes; nil when it was not computed.
  public internal(set) var blobDigest: String?
  public internal(set) var problems = Problems()

  /// A record of nothing, to which entries can be added.
  public init() {}

  /// Takes the next part out; nil when all are taken.
  public mutating func takeFirstChunk() -> LayerChunk? {
    guard chunksTaken < chunks.count else { return nil }
    defer {
      chunks[chunksTaken] = LayerChunk()
      chunksTaken += 1
    }
    return chunks[chunksTaken]
  }

  /// Frees the entries; what was kept of contents stays.
  public mutating func dropEntries() { (chunks, directories) = ([], DirectoryTable()) }
}
