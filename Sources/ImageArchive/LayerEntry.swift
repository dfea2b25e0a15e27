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

/// One entry of a layer, as a chunk's cursor gives it.
public struct LayerEntry: Sendable {
  public var sizeBytes: Int64
  /// Where the content starts in the uncompressed layer; it names the content within the layer.
  public var dataOffset: Int64
  /// Index into `LayerRecord.directories` of the directory part.
  public var directory: UInt32
  public var uid: UInt32
  public var gid: UInt32
  /// Permission bits, 07777.
  public var mode: UInt16
  /// Index into `LayerRecord.attributes` of mode and owner.
  public internal(set) var attributes: UInt32
  /// The last path component in the chunk's bytes; for a whiteout the name it removes, for an opaque mark nothing.
  public internal(set) var name: Range<Int>
  /// Where a symbolic link points (raw) or which path a hard link names (normalised, relative to the root).
  public internal(set) var link: Range<Int>
  public var kind: EntryKind
  public var content: ContentTraits

  public init(kind: EntryKind, mode: UInt16, uid: UInt32, gid: UInt32, sizeBytes: Int64) {
    (self.kind, self.mode, self.uid, self.gid, self.sizeBytes) = (kind, mode, uid, gid, sizeBytes)
    (directory, content, dataOffset) = (0, ContentTraits(), -1)
    (attributes, name, link) = (0, 0..<0, 0..<0)
  }
}

/// How a file begins and whether it has holes, in one byte.
public struct ContentTraits: Sendable, Hashable {
  private static let sparseBit: UInt8 = 0x80
  /// Both in one byte.
  private(set) var bits: UInt8 = 0

  public init() {}

  init(bits: UInt8) { self.bits = bits }

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
