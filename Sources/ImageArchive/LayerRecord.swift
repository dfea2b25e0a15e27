import Core

/// What one layer holds, as a pure function of its bytes and of what was asked for.
public struct LayerRecord: Sendable {
  public internal(set) var chunks: [LayerChunk] = []
  private var chunksTaken = 0
  /// Mode and owner of all entries, each combination once.
  public internal(set) var attributes = AttributeTable()
  /// Directory parts of all entries.
  public internal(set) var directories = DirectoryTable()
  /// Raw `security.capability` attributes by `dataOffset` of the file.
  public internal(set) var capabilities: [Int64: [UInt8]] = [:]
  /// Contents that were kept while reading, by `dataOffset`; whole files, or their beginning.
  public internal(set) var contents: [Int64: ArraySlice<UInt8>] = [:]
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
  public mutating func dropEntries() { (chunks, directories, attributes) = ([], DirectoryTable(), AttributeTable()) }
}
