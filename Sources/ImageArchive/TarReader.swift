import CArchive
import Glibc

/// A tar archive read entry by entry through libarchive, tar format only.
///
/// libarchive loses data in silence in some places (a bad header checksum, a single zero block, a file named like a
/// directory); this type notices and says so.
final class TarReader {
  let bridge: ArchiveBridge
  private let handle: OpaquePointer
  private var entry: OpaquePointer?

  init(_ source: any ByteSource) throws(ArchiveError) {
    bridge = try ArchiveBridge(source)
    handle = bridge.handle
    archive_read_support_format_tar(handle)
    try bridge.open { "not a tar archive (\($0))" }
  }

  /// What is wrong with the current entry; nil when nothing is. There may be more entries after a damaged one.
  private(set) var damage: String?

  /// Goes to the next entry.
  ///
  /// - Returns: false at the end of the archive.
  /// - Throws: `.truncated`, `.corrupt` or what the source threw; there is nothing more to read then.
  func next() throws(ArchiveError) -> Bool {
    damage = nil
    switch archive_read_next_header(handle, &entry) {
    case ARCHIVE_OK:
      contentEnd = dataOffset + sizeBytes
      return true
    case ARCHIVE_WARN:
      contentEnd = dataOffset + sizeBytes
      damage = lostAttribute
      return true
    case ARCHIVE_EOF:
      if let error = bridge.sourceError { throw error }
      return false
    case ARCHIVE_RETRY:
      if let error = bridge.sourceError { throw error }
      damage = bridge.errorText
      return true
    default:
      if bridge.sourceError == nil, lacksPadding {
        endsWithoutPadding = true
        return false
      }
      throw bridge.failure("the tar archive is damaged")
    }
  }

  /// The archive ends with the last entry's content, without the zeros that fill its block. Some writers leave them away
  /// (umoci insert), and Go's reader, so every runtime, takes it for the end.
  private(set) var endsWithoutPadding = false
  /// Where the current entry's content ends.
  private var contentEnd: Int64 = 0

  private var lacksPadding: Bool {
    let missing = bridge.inputCount - contentEnd
    return bridge.isAtEnd && missing >= 0 && missing < 512 && contentEnd % 512 != 0
      && contentEnd + 512 - contentEnd % 512 > bridge.inputCount
  }

  /// Whether there is an entry to look at; a damaged header may leave none.
  var hasEntry: Bool { entry.map { archive_entry_pathname($0) != nil } ?? false }

  /// A warning that is more than a name that is not UTF-8: an extended header may not have been applied.
  private var lostAttribute: String? {
    guard let text = archive_error_string(handle) else { return "unknown warning" }
    return strstr(text, "convert") == nil ? String(cString: text).lowercased() : nil
  }

  // The current entry. Values are libarchive's; names are bytes and valid until the next entry.

  var name: UnsafeBufferPointer<UInt8> { bytes(archive_entry_pathname(entry)) }
  var linkName: UnsafeBufferPointer<UInt8> { bytes(archive_entry_symlink(entry)) }
  var hardLinkName: UnsafeBufferPointer<UInt8>? { archive_entry_hardlink(entry).map { bytes($0) } }
  var fileType: mode_t { archive_entry_filetype(entry) }
  var mode: UInt16 { UInt16(archive_entry_mode(entry) & 0o7777) }
  var uid: Int64 { archive_entry_uid(entry) }
  var gid: Int64 { archive_entry_gid(entry) }
  var sizeBytes: Int64 { archive_entry_size(entry) }
  var isSparse: Bool { archive_entry_sparse_count(entry) > 0 }
  /// Where the entry's content starts in the archive.
  var dataOffset: Int64 { archive_filter_bytes(handle, 0) }

  /// The type byte of the entry's header (POSIX ustar, offset 156); nil when it is no longer at hand.
  var typeByte: UInt8? { bridge.recentByte(at: dataOffset - 512 + 156) }

  var capability: [UInt8]? {
    guard archive_entry_xattr_reset(entry) > 0 else { return nil }
    var name: UnsafePointer<CChar>?
    var value: UnsafeRawPointer?
    var count = 0
    while archive_entry_xattr_next(entry, &name, &value, &count) == ARCHIVE_OK {
      if let name, strcmp(name, "security.capability") == 0 {
        return Array(UnsafeRawBufferPointer(start: value, count: count))
      }
    }
    return nil
  }

  /// The next piece of the entry's content with its offset; nil at its end.
  func dataBlock() throws(ArchiveError) -> (UnsafeRawBufferPointer?, Int64) {
    while true {
      var start: UnsafeRawPointer?
      var count = 0
      var offset: Int64 = 0
      switch archive_read_data_block(handle, &start, &count, &offset) {
      case ARCHIVE_OK, ARCHIVE_WARN:
        if count > 0 { return (UnsafeRawBufferPointer(start: start, count: count), offset) }
      case ARCHIVE_EOF: return (nil, 0)
      case ARCHIVE_RETRY: continue
      default:
        // All of the content was there; libarchive misses the zeros that fill its block.
        if bridge.sourceError == nil, lacksPadding { return (nil, 0) }
        throw bridge.failure("the content of an entry cannot be read")
      }
    }
  }

  /// Whether the archive ended with a zero block, as a complete one does. Only at the end.
  var endsWithMark: Bool {
    !endsWithoutPadding && archive_filter_bytes(handle, 0) > archive_read_header_position(handle)
  }

  /// Checks how the archive ended: after two zero blocks (what follows is padding that no runtime looks at), or at the end
  /// of the input.
  ///
  /// - Throws: `.corrupt` when a single zero block is followed by data: readers differ on whether that is the end.
  func checkEnd() throws(ArchiveError) {
    if endsWithoutPadding { return }
    let marks = archive_filter_bytes(handle, 0) - archive_read_header_position(handle)
    guard marks == 512 else { return }
    let unread = bridge.inputCount - archive_filter_bytes(handle, 0)
    var rest = Array(bridge.lastBlock.suffix(Int(max(0, min(unread, Int64(bridge.lastBlock.count))))))
    if rest.isEmpty { rest = Array(try bridge.source.next().prefix(512)) }
    if rest.prefix(512).contains(where: { $0 != 0 }) {
      throw ArchiveError(.corrupt, "a single zero block is followed by more data; it was not read")
    }
  }

  private func bytes(_ text: UnsafePointer<CChar>?) -> UnsafeBufferPointer<UInt8> {
    guard let text else { return UnsafeBufferPointer(start: nil, count: 0) }
    return UnsafeRawBufferPointer(start: text, count: strlen(text)).assumingMemoryBound(to: UInt8.self)
  }
}

/// The content of an archive's current entry, as a source for what lies inside it.
final class EntrySource: ByteSource {
  private let reader: TarReader
  private var at: Int64 = 0
  private var hole: UnsafeMutableRawBufferPointer?
  private var pending: (block: UnsafeRawBufferPointer, offset: Int64)?

  init(_ reader: TarReader) { self.reader = reader }

  deinit { hole?.deallocate() }

  func skip(_ count: Int64) -> Int64 { 0 }

  func next() throws(ArchiveError) -> UnsafeRawBufferPointer {
    if pending == nil {
      let (block, offset) = try reader.dataBlock()
      guard let block else { return UnsafeRawBufferPointer(start: nil, count: 0) }
      pending = (block, offset)
    }
    guard let (block, offset) = pending else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    if offset > at { return zeros(upTo: offset - at) }
    pending = nil
    at = offset + Int64(block.count)
    return block
  }

  /// A hole of a sparse member reads as zeros.
  private func zeros(upTo count: Int64) -> UnsafeRawBufferPointer {
    let buffer: UnsafeMutableRawBufferPointer
    if let hole {
      buffer = hole
    } else {
      buffer = .allocate(byteCount: 64 << 10, alignment: 64)
      buffer.initializeMemory(as: UInt8.self, repeating: 0)
      hole = buffer
    }
    let length = Int(min(count, Int64(buffer.count)))
    at += Int64(length)
    return UnsafeRawBufferPointer(rebasing: buffer[..<length])
  }
}
