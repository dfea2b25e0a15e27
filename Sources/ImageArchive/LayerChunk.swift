/// Some thousand entries with their names, in about twenty bytes each; freed as a whole once merged.
///
/// All layers are read before the last one is applied, and a layer may have a million entries: as structures they would
/// take three times as much. Each entry is
///
///     byte     kind in the low four bits, then `otherDirectory`, `hasTraits`, `hasLink`, `otherOffset`
///     number   index of mode and owner
///     number   index of the directory, with `otherDirectory`; else that of the entry before
///     byte     traits of the content, with `hasTraits`
///     number   size in bytes
///     number   data offset, zigzag, less where it would be if only a header stood between, with `otherOffset`
///     number, bytes   name
///     number, bytes   link, with `hasLink`
///
/// where a number has seven bits a byte, the low ones first (LEB128).
public struct LayerChunk: Sendable {
  /// Large enough to be cheap, and for its memory to go back when it is freed; the first one of a layer is smaller, as most
  /// layers are.
  static let wantedBytes = 120 << 10
  private static let firstBytes = 16 << 10
  /// What an entry takes at most besides its name and link.
  private static let fixedBytes = 48

  /// The entries, and room for more.
  public private(set) var bytes: ContiguousArray<UInt8>
  private(set) var usedBytes: Int
  public private(set) var entryCount = 0
  private var context = Context()

  fileprivate static let otherDirectory: UInt8 = 0x10
  fileprivate static let hasTraits: UInt8 = 0x20
  fileprivate static let hasLink: UInt8 = 0x40
  fileprivate static let otherOffset: UInt8 = 0x80

  /// What the entry before leaves unsaid of the next one.
  fileprivate struct Context: Sendable {
    var directory: UInt32 = 0
    var expectedOffset: Int64 = 512

    mutating func move(past entry: LayerEntry) {
      directory = entry.directory
      // Marks are recorded without an offset; they take a header all the same.
      expectedOffset =
        entry.dataOffset < 0
        ? expectedOffset &+ 512 : (entry.dataOffset &+ entry.sizeBytes &+ 511) & ~511 &+ 512
    }
  }

  init() { (bytes, usedBytes) = ([], 0) }

  /// - Parameter bytes: those of a chunk; a cursor relies on it.
  init(bytes: ContiguousArray<UInt8>, entryCount: Int) {
    (self.bytes, self.entryCount, usedBytes) = (bytes, entryCount, bytes.count)
  }

  /// An empty chunk with room for an entry whose name and link have so many bytes.
  init(roomFor textBytes: Int, isFirst: Bool) {
    let wanted = isFirst ? LayerChunk.firstBytes : LayerChunk.wantedBytes
    bytes = ContiguousArray(repeating: 0, count: max(wanted, textBytes + LayerChunk.fixedBytes))
    usedBytes = 0
  }

  /// Whether an entry whose name and link have so many bytes fits in.
  func hasRoom(for textBytes: Int) -> Bool { textBytes + LayerChunk.fixedBytes <= bytes.count - usedBytes }

  /// Adds an entry that fits in.
  mutating func append(_ entry: LayerEntry, name: Span<UInt8>, link: Span<UInt8>) {
    var head = entry.kind.rawValue
    if entry.directory != context.directory || entryCount == 0 { head |= LayerChunk.otherDirectory }
    if entry.content != ContentTraits() { head |= LayerChunk.hasTraits }
    if !link.isEmpty { head |= LayerChunk.hasLink }
    if entry.dataOffset != context.expectedOffset { head |= LayerChunk.otherOffset }
    let difference = entry.dataOffset &- context.expectedOffset
    usedBytes = bytes.withUnsafeMutableBytes { buffer in
      var writer = Writer(buffer, at: usedBytes)
      writer.byte(head)
      writer.number(UInt64(entry.attributes))
      if head & LayerChunk.otherDirectory != 0 { writer.number(UInt64(entry.directory)) }
      if head & LayerChunk.hasTraits != 0 { writer.byte(entry.content.bits) }
      writer.number(UInt64(bitPattern: entry.sizeBytes))
      if head & LayerChunk.otherOffset != 0 {
        writer.number(UInt64(bitPattern: (difference << 1) ^ (difference >> 63)))
      }
      writer.text(name)
      if head & LayerChunk.hasLink != 0 { writer.text(link) }
      return writer.at
    }
    context.move(past: entry)
    entryCount += 1
  }

  /// Writes into memory that has room.
  private struct Writer {
    private let buffer: UnsafeMutableRawBufferPointer
    private(set) var at: Int

    init(_ buffer: UnsafeMutableRawBufferPointer, at: Int) { (self.buffer, self.at) = (buffer, at) }

    mutating func byte(_ byte: UInt8) {
      buffer[at] = byte
      at += 1
    }

    mutating func number(_ number: UInt64) {
      var rest = number
      while rest > 0x7F {
        byte(UInt8(truncatingIfNeeded: rest) | 0x80)
        rest >>= 7
      }
      byte(UInt8(truncatingIfNeeded: rest))
    }

    mutating func text(_ text: Span<UInt8>) {
      number(UInt64(text.count))
      text.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: buffer[at...]).copyMemory(from: $0) }
      at += text.count
    }
  }

  /// The entry's last path component; for a whiteout the name it removes, for an opaque mark nothing.
  public func name(of entry: LayerEntry) -> ArraySlice<UInt8> { bytes[entry.name] }

  /// Where a symbolic link points (raw) or which path a hard link names (normalised, relative to the root).
  public func link(of entry: LayerEntry) -> ArraySlice<UInt8> { bytes[entry.link] }
}

extension LayerChunk {
  /// Walks the entries of a chunk in order.
  public struct Cursor {
    private var at = 0
    private var context = Context()

    public init() {}

    /// The next entry; nil at the end.
    public mutating func next(_ chunk: LayerChunk, _ attributes: AttributeTable) -> LayerEntry? {
      guard at < chunk.usedBytes else { return nil }
      let bytes = chunk.bytes.span
      var reader = Reader(at: at)
      let head = reader.byte(bytes)
      var entry = LayerEntry(
        kind: EntryKind(rawValue: head & 0x0F) ?? .file, mode: 0, uid: 0, gid: 0, sizeBytes: 0)
      entry.attributes = UInt32(truncatingIfNeeded: reader.number(bytes))
      let owner = attributes[Int(entry.attributes)]
      (entry.mode, entry.uid, entry.gid) = (owner.mode, owner.uid, owner.gid)
      entry.directory =
        head & LayerChunk.otherDirectory != 0 ? UInt32(truncatingIfNeeded: reader.number(bytes)) : context.directory
      if head & LayerChunk.hasTraits != 0 { entry.content = ContentTraits(bits: reader.byte(bytes)) }
      entry.sizeBytes = Int64(bitPattern: reader.number(bytes))
      entry.dataOffset = context.expectedOffset
      if head & LayerChunk.otherOffset != 0 {
        let zigzag = reader.number(bytes)
        entry.dataOffset &+= Int64(bitPattern: zigzag >> 1) ^ -Int64(bitPattern: zigzag & 1)
      }
      entry.name = reader.text(bytes)
      if head & LayerChunk.hasLink != 0 { entry.link = reader.text(bytes) }
      at = reader.at
      context.move(past: entry)
      return entry
    }
  }

  /// Reads what `Writer` wrote.
  private struct Reader {
    var at: Int

    @inline(__always)
    mutating func byte(_ bytes: Span<UInt8>) -> UInt8 {
      defer { at += 1 }
      return bytes[at]
    }

    @inline(__always)
    mutating func number(_ bytes: Span<UInt8>) -> UInt64 {
      var next = byte(bytes)
      var out = UInt64(next & 0x7F)
      var shift: UInt64 = 7
      while next & 0x80 != 0 {
        next = byte(bytes)
        out |= UInt64(next & 0x7F) << shift
        shift += 7
      }
      return out
    }

    @inline(__always)
    mutating func text(_ bytes: Span<UInt8>) -> Range<Int> {
      let count = Int(truncatingIfNeeded: number(bytes))
      defer { at += count }
      return at..<(at + count)
    }
  }

  /// All entries.
  public func entries(_ attributes: AttributeTable) -> [LayerEntry] {
    var cursor = Cursor()
    var out: [LayerEntry] = []
    while let entry = cursor.next(self, attributes) { out.append(entry) }
    return out
  }
}

extension LayerChunk {
  /// Passes over one entry of bytes that may be anything.
  static func check(
    _ reader: inout PackedReader, isFirst: Bool, attributes: Int, directories: Int
  ) throws(PackedDamage) {
    let head = try reader.byte()
    guard EntryKind(rawValue: head & 0x0F) != nil else { throw PackedDamage() }
    _ = try reader.number(below: attributes)
    if head & otherDirectory != 0 {
      _ = try reader.number(below: directories)
    } else if isFirst {
      throw PackedDamage()
    }
    if head & hasTraits != 0 { _ = try reader.byte() }
    guard Int64(bitPattern: try reader.number()) >= 0 else { throw PackedDamage() }
    if head & otherOffset != 0 { _ = try reader.number() }
    try reader.skipText()
    if head & hasLink != 0 { try reader.skipText() }
  }
}
