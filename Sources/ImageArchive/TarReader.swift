import CArchive
import Glibc

/// A tar archive read entry by entry through libarchive, tar format only.
///
/// libarchive loses data in silence in some places (a bad header checksum, a single zero block, a file named like a
/// directory); this type notices and says so.
final class TarReader: EntryContents {
  let bridge: ArchiveBridge
  private let handle: OpaquePointer
  private var entry: OpaquePointer?

  /// Where the source starts in the archive, when another reader has read what comes before.
  private let sourceOffset: Int64

  init(_ source: any ByteSource, offset: Int64 = 0) throws(ArchiveError) {
    sourceOffset = offset
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
      noteContentEnd()
      return true
    case ARCHIVE_WARN:
      noteContentEnd()
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
      // The same words as our own reader's; libarchive's tell how its buffers lay.
      if bridge.sourceError == nil, bridge.errorText.hasPrefix("truncated input file") { throw .contentCut }
      throw bridge.failure("the tar archive is damaged")
    }
  }

  /// Reads entries and forgets them.
  func pass(_ count: Int) throws(ArchiveError) {
    for _ in 0..<count {
      guard try next(), damage == nil else { throw bridge.failure("the tar archive cannot be handed over") }
    }
  }

  /// The archive ends with the last entry's content, without the zeros that fill its block. Some writers leave them away
  /// (umoci insert), and Go's reader, so every runtime, takes it for the end.
  private(set) var endsWithoutPadding = false
  /// Where the current entry's content ends.
  private var contentEnd: Int64 = 0

  private func noteContentEnd() {
    let (end, isTooFar) = readCount.addingReportingOverflow(sizeBytes)
    contentEnd = isTooFar ? Int64.max : end
  }

  private var lacksPadding: Bool {
    let (behind, isFar) = bridge.inputCount.subtractingReportingOverflow(contentEnd)
    return bridge.isAtEnd && !isFar && behind >= 0 && contentEnd % 512 != 0 && behind < 512 - contentEnd % 512
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
  var dataOffset: Int64 { sourceOffset + readCount }
  private var readCount: Int64 { archive_filter_bytes(handle, 0) }

  /// The type byte of the entry's header (POSIX ustar, offset 156); nil when it is no longer at hand.
  private var typeByte: UInt8? { bridge.recentByte(at: readCount - 512 + 156) }

  private var capability: UnsafeRawBufferPointer? {
    guard archive_entry_xattr_reset(entry) > 0 else { return nil }
    var name: UnsafePointer<CChar>?
    var value: UnsafeRawPointer?
    var count = 0
    while archive_entry_xattr_next(entry, &name, &value, &count) == ARCHIVE_OK {
      if let name, strcmp(name, "security.capability") == 0 {
        return UnsafeRawBufferPointer(start: value, count: count)
      }
    }
    return nil
  }

  /// The current entry as libarchive tells it, with what libarchive gets wrong put right.
  var header: EntryHeader {
    var header = EntryHeader()
    header.name = name
    header.mode = mode
    (header.uid, header.gid) = (UInt32(clamping: uid), UInt32(clamping: gid))
    (header.sizeBytes, header.dataOffset) = (max(0, sizeBytes), dataOffset)
    if let target = hardLinkName {
      (header.kind, header.link) = (.hardLink, target)
      return header
    }
    switch fileType {
    case S_IFDIR: judgeDirectory(&header)
    case S_IFLNK: (header.kind, header.link) = (.symlink, linkName)
    case S_IFCHR: header.kind = .characterDevice
    case S_IFBLK: header.kind = .blockDevice
    case S_IFIFO: header.kind = .fifo
    default: header.isSparse = isSparse
    }
    if header.kind == .file { header.capability = capability }
    return header
  }

  /// libarchive makes a directory of any regular file whose name ends in `/`, and then takes its content for headers;
  /// Docker, podman and umoci make a file of it (measured). Only an old header without type (NUL) means a directory.
  private func judgeDirectory(_ header: inout EntryHeader) {
    let type = typeByte
    let isDirectory = type == UInt8(ascii: "5") || type == UInt8(ascii: "D") || type == 0
    header.kind = type == nil || isDirectory ? .directory : .file
    header.isMistakenForDirectory = sizeBytes > 0 && type != UInt8(ascii: "5")
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
  var endsWithMark: Bool { !endsWithoutPadding && readCount > archive_read_header_position(handle) }

  /// Checks how the archive ended: after two zero blocks (what follows is padding that no runtime looks at), or at the end
  /// of the input.
  ///
  /// - Throws: `.corrupt` when a single zero block is followed by data: readers differ on whether that is the end.
  func checkEnd() throws(ArchiveError) {
    if endsWithoutPadding { return }
    let end = readCount
    guard end - archive_read_header_position(handle) == 512, bridge.inputCount - end >= 512 else { return }
    // libarchive has looked at the next block, so it is at hand.
    for position in end..<(end + 512) where bridge.recentByte(at: position) ?? 0 != 0 { throw .singleZeroBlock }
  }

  private func bytes(_ text: UnsafePointer<CChar>?) -> UnsafeBufferPointer<UInt8> {
    guard let text else { return UnsafeBufferPointer(start: nil, count: 0) }
    return UnsafeRawBufferPointer(start: text, count: strlen(text)).assumingMemoryBound(to: UInt8.self)
  }
}

extension ArchiveError {
  /// The archive ends within the content of its last entry.
  static var contentCut: ArchiveError {
    ArchiveError(.corrupt, "the tar archive is damaged: it ends within an entry's content")
  }
  /// What follows a single zero block is the end for some readers and not for others.
  static var singleZeroBlock: ArchiveError {
    ArchiveError(.corrupt, "a single zero block is followed by more data; it was not read")
  }
}
