@testable import ImageArchive

/// Bytes in memory as a source, in blocks of a chosen size.
final class BytesSource: ByteSource {
  private let bytes: UnsafeMutableRawBufferPointer
  private let blockBytes: Int
  private let canSkip: Bool
  private var at = 0

  init(_ content: [UInt8], blockBytes: Int, canSkip: Bool) {
    bytes = .allocate(byteCount: max(1, content.count), alignment: 16)
    bytes.copyBytes(from: content)
    (self.blockBytes, self.canSkip, count) = (blockBytes, canSkip, content.count)
  }

  private let count: Int

  deinit { bytes.deallocate() }

  func next() throws(ArchiveError) -> UnsafeRawBufferPointer {
    let taken = min(blockBytes, count - at)
    defer { at += taken }
    return UnsafeRawBufferPointer(rebasing: bytes[at..<(at + taken)])
  }

  func skip(_ wanted: Int64) -> Int64 {
    guard canSkip else { return 0 }
    let taken = min(max(0, wanted), Int64(count - at))
    at += Int(taken)
    return taken
  }
}
