/// Bytes in blocks, pulled by whoever reads: a file's window, a pipe, a decompressor.
protocol ByteSource: AnyObject {
  /// The next block; empty at the end. It is valid until the next call.
  ///
  /// - Throws: `.truncated` or `.corrupt` when the bytes end too early or contradict their format.
  func next() throws(ArchiveError) -> UnsafeRawBufferPointer

  /// Passes over bytes without reading them.
  ///
  /// - Returns: how many were passed over, never past the end; 0 when this source can only be read.
  func skip(_ count: Int64) -> Int64
}

extension ByteSource {
  /// Reads what is left.
  func drain() throws(ArchiveError) { while try !next().isEmpty {} }
}

/// A range of a file, read by pread: small blocks after a jump, large ones while the reads follow each other.
///
/// Measured: 4 KiB after a jump; 512 bytes cost 10 % more, 64 KiB 45 % more on a Debian image.
final class FileWindow: ByteSource {
  private static let smallestBlock = 4 << 10
  private static let largestBlock = 256 << 10

  private let file: OpenFile
  private let end: Int64
  private var at: Int64
  private var blockBytes = FileWindow.smallestBlock
  private let buffer: UnsafeMutableRawBufferPointer

  init(_ file: OpenFile, offset: Int64, count: Int64) {
    (self.file, at, end) = (file, offset, offset + min(count, Int64.max - offset))
    let size = Int(min(Int64(FileWindow.largestBlock), max(count, 1)))
    buffer = .allocate(byteCount: size, alignment: 64)
  }

  deinit { buffer.deallocate() }

  func next() throws(ArchiveError) -> UnsafeRawBufferPointer {
    let wanted = Int(min(Int64(min(blockBytes, buffer.count)), end - at))
    guard wanted > 0 else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    let got = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]), at: at)
    guard got > 0 else {
      throw ArchiveError(.truncated, "the file ends \(end - at) bytes too early")
    }
    at += Int64(got)
    blockBytes = min(blockBytes * 2, FileWindow.largestBlock)
    return UnsafeRawBufferPointer(rebasing: buffer[..<got])
  }

  func skip(_ count: Int64) -> Int64 {
    let possible = min(max(0, count), end - at)
    at += possible
    if possible > 0 { blockBytes = FileWindow.smallestBlock }
    return possible
  }
}

/// A pipe or standard input.
final class StreamSource: ByteSource {
  private let file: OpenFile
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 128 << 10, alignment: 64)

  init(_ file: OpenFile) { self.file = file }

  deinit { buffer.deallocate() }

  func next() throws(ArchiveError) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: buffer[..<(try file.readNext(into: buffer))])
  }

  func skip(_ count: Int64) -> Int64 { 0 }
}

/// A source whose first bytes can be looked at before it is read.
final class PeekableSource: ByteSource {
  private let upstream: any ByteSource
  private var head: [UInt8] = []
  /// The head once it is handed out, in memory that stays where it is.
  private var pinnedHead: UnsafeMutableRawBufferPointer?
  /// Bytes that came from upstream so far.
  private(set) var byteCount: Int64 = 0

  init(_ upstream: any ByteSource) { self.upstream = upstream }

  deinit { pinnedHead?.deallocate() }

  /// The first bytes: `count`, or all there are. Only before the first `next`.
  func peek(_ count: Int) throws(ArchiveError) -> [UInt8] {
    while head.count < count {
      let block = try upstream.next()
      if block.isEmpty { break }
      byteCount += Int64(block.count)
      head.append(contentsOf: block)
    }
    return Array(head.prefix(count))
  }

  func next() throws(ArchiveError) -> UnsafeRawBufferPointer {
    if pinnedHead == nil, !head.isEmpty {
      let pinned = UnsafeMutableRawBufferPointer.allocate(byteCount: head.count, alignment: 64)
      pinned.copyBytes(from: head)
      pinnedHead = pinned
      return UnsafeRawBufferPointer(pinned)
    }
    let block = try upstream.next()
    byteCount += Int64(block.count)
    return block
  }

  func skip(_ count: Int64) -> Int64 {
    guard pinnedHead != nil || head.isEmpty else { return 0 }
    return upstream.skip(count)
  }
}
