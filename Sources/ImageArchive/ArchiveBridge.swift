import CArchive

/// A libarchive read handle fed by a byte source.
///
/// libarchive calls back for blocks and skips. What the source throws is kept in `sourceError`, so that the true reason is
/// reported and not libarchive's echo of it.
final class ArchiveBridge {
  let handle: OpaquePointer
  let source: any ByteSource
  private(set) var sourceError: ArchiveError?
  /// Bytes taken from the source, read or skipped.
  private(set) var inputCount: Int64 = 0
  /// The block handed out last.
  private(set) var lastBlock = UnsafeRawBufferPointer(start: nil, count: 0)
  /// Where `lastBlock` starts in the source.
  private(set) var lastBlockStart: Int64 = 0
  /// Whether the source has said that there is no more.
  private(set) var isAtEnd = false
  private var countTaken: Int64 = 0
  /// Two tar blocks: a header that lies across blocks, whatever pieces a pipe gives.
  private static let tailBytes = 1024
  /// The end of the block before, for headers that lie across two blocks.
  private var tail: [UInt8] = []
  private var tailEnd: Int64 = 0

  init(_ source: any ByteSource) throws(ArchiveError) {
    guard let made = archive_read_new() else { throw ArchiveError(.limit, "libarchive has no memory") }
    self.source = source
    handle = made
  }

  deinit { archive_read_free(handle) }

  /// Connects the callbacks and opens the handle.
  func open(_ message: (String) -> String) throws(ArchiveError) {
    archive_read_set_callback_data(handle, Unmanaged.passUnretained(self).toOpaque())
    archive_read_set_read_callback(handle) { _, data, block in
      guard let data, let block else { return Int(ARCHIVE_FATAL) }
      return Unmanaged<ArchiveBridge>.fromOpaque(data).takeUnretainedValue().read(block)
    }
    archive_read_set_skip_callback(handle) { _, data, count in
      guard let data else { return 0 }
      return Unmanaged<ArchiveBridge>.fromOpaque(data).takeUnretainedValue().skip(count)
    }
    let status = archive_read_open1(handle)
    if let sourceError { throw sourceError }
    if status < ARCHIVE_WARN { throw ArchiveError(.corrupt, message(errorText)) }
  }

  var errorText: String { archive_error_string(handle).map { String(cString: $0).lowercased() } ?? "unknown reason" }

  /// The source's own error when there is one, else libarchive's words.
  func failure(_ what: String) -> ArchiveError {
    sourceError ?? ArchiveError(.corrupt, "\(what): \(errorText)")
  }

  /// Input bytes since the last call.
  func takeInputCount() -> Int64 {
    defer { countTaken = inputCount }
    return inputCount - countTaken
  }

  /// A byte of the source that was handed out lately; nil when it is no longer at hand.
  @inline(__always)
  func recentByte(at position: Int64) -> UInt8? {
    let offset = position - lastBlockStart
    if offset >= 0, offset < Int64(lastBlock.count) { return lastBlock[Int(offset)] }
    let fromEnd = tailEnd - position
    if fromEnd > 0, fromEnd <= Int64(tail.count) { return tail[tail.count - Int(fromEnd)] }
    return nil
  }

  private func read(_ block: UnsafeMutablePointer<UnsafeRawPointer?>) -> Int {
    if lastBlock.count > 0 {
      let isJoined = tailEnd == lastBlockStart && lastBlock.count < ArchiveBridge.tailBytes
      tail = Array(((isJoined ? tail : []) + lastBlock.suffix(ArchiveBridge.tailBytes)).suffix(ArchiveBridge.tailBytes))
      tailEnd = lastBlockStart + Int64(lastBlock.count)
    }
    do throws(ArchiveError) {
      let next = try source.next()
      lastBlockStart = inputCount
      lastBlock = next
      inputCount += Int64(next.count)
      isAtEnd = next.isEmpty
      block.pointee = next.baseAddress
      return next.count
    } catch {
      sourceError = error
      lastBlock = UnsafeRawBufferPointer(start: nil, count: 0)
      archive_set_error_text(handle, error.message)
      return Int(ARCHIVE_FATAL)
    }
  }

  private func skip(_ count: Int64) -> Int64 {
    let skipped = source.skip(count)
    inputCount += skipped
    return skipped
  }
}

private func archive_set_error_text(_ handle: OpaquePointer, _ text: String) {
  text.withCString { imgscan_set_error(handle, $0) }
}
