/// What a reader of tar archives tells of one entry.
///
/// Names lie in the reader's memory: they are valid until the next entry, or until content is read.
struct EntryHeader {
  var name = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  /// Where a link points; empty for what is no link.
  var link = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  var kind = EntryKind.file
  /// Permission bits, 07777.
  var mode: UInt16 = 0
  var uid: UInt32 = 0
  var gid: UInt32 = 0
  var sizeBytes: Int64 = 0
  /// Where the content starts in the archive.
  var dataOffset: Int64 = 0
  var isSparse = false
  /// A file with content that the reader takes for a directory, and its content for headers.
  var isMistakenForDirectory = false
  /// The raw `security.capability` attribute; nil when there is none.
  var capability: UnsafeRawBufferPointer?
}

/// Gives the content of the entry that was read last.
protocol EntryContents: ~Copyable {
  /// The next piece of the content with its offset; nil at its end.
  ///
  /// - Throws: `.corrupt` when the archive ends before, or what the source threw.
  mutating func dataBlock() throws(ArchiveError) -> (UnsafeRawBufferPointer?, Int64)
}

/// Which reader takes the entries of a layer.
public enum ReaderChoice: String, Sendable, CaseIterable {
  /// Our own, and libarchive from the first entry on that ours does not fully understand.
  case fast = "auto"
  /// libarchive for all of them.
  case libarchive
}
