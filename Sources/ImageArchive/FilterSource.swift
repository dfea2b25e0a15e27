import CArchive

/// Decompresses bzip2 or xz through the one libarchive filter that the magic calls for.
final class FilterSource: ByteSource {
  private let bridge: ArchiveBridge
  private let guardian: ExpansionGuard
  private let kind: Compression
  private var isAtEnd = false

  init(_ upstream: any ByteSource, _ kind: Compression, limits: ArchiveLimits) throws(ArchiveError) {
    self.kind = kind
    guardian = ExpansionGuard(limits)
    bridge = try ArchiveBridge(upstream)
    let handle = bridge.handle
    switch kind {
    case .bzip2: archive_read_support_filter_bzip2(handle)
    case .xz: archive_read_support_filter_xz(handle)
    case .gzip, .zstd, .none: break
    }
    archive_read_support_format_raw(handle)
    try bridge.open { "the \(kind.rawValue) data cannot be read: \($0)" }
    guard archive_filter_count(handle) > 1 else {
      throw ArchiveError(.corrupt, "the \(kind.rawValue) data cannot be read: the header is damaged")
    }
    var entry: OpaquePointer?
    let status = archive_read_next_header(handle, &entry)
    if status == ARCHIVE_EOF {
      isAtEnd = true
    } else if status < ARCHIVE_WARN {
      throw bridge.failure("the \(kind.rawValue) data are damaged")
    }
  }

  func skip(_ count: Int64) -> Int64 { 0 }

  func next() throws(ArchiveError) -> UnsafeRawBufferPointer {
    while !isAtEnd {
      var start: UnsafeRawPointer?
      var count = 0
      var offset: Int64 = 0
      switch archive_read_data_block(bridge.handle, &start, &count, &offset) {
      case ARCHIVE_OK, ARCHIVE_WARN:
        if count == 0 { continue }
        guardian.consumed(Int(bridge.takeInputCount()))
        try guardian.admit(output: count)
        return UnsafeRawBufferPointer(start: start, count: count)
      case ARCHIVE_EOF:
        isAtEnd = true
        try checkAllConsumed()
      case ARCHIVE_RETRY: continue
      default:
        isAtEnd = true
        throw bridge.failure("the \(kind.rawValue) data are damaged")
      }
    }
    return UnsafeRawBufferPointer(start: nil, count: 0)
  }

  /// libarchive ends in silence where a stream is followed by other bytes; zero padding aside that is damage.
  private func checkAllConsumed() throws(ArchiveError) {
    let client = archive_filter_count(bridge.handle) - 1
    let unread = bridge.inputCount - archive_filter_bytes(bridge.handle, client)
    if let error = bridge.sourceError { throw error }
    var rest = Array(bridge.lastBlock.suffix(Int(max(0, min(unread, Int64(bridge.lastBlock.count))))))
    while true {
      if rest.contains(where: { $0 != 0 }) {
        throw ArchiveError(.corrupt, "bytes that are not \(kind.rawValue) follow the \(kind.rawValue) data")
      }
      let block = try bridge.source.next()
      if block.isEmpty { return }
      rest = Array(block)
    }
  }
}
