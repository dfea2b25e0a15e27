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

  /// The same source as one that fills memory of the reader's; nil when it only hands out blocks of its own.
  var filler: (any FillingSource)? { get }
}

/// A byte source that can also write where the reader wants: into a block that another thread reads next.
protocol FillingSource: AnyObject {
  /// Writes the next bytes into memory of the reader's. What `next` handed out before is no longer valid.
  ///
  /// - Returns: how many there are; 0 at the end only.
  /// - Throws: as `next` does.
  func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int
}

extension ByteSource {
  var filler: (any FillingSource)? { nil }

  /// Reads what is left.
  func drain() throws(ArchiveError) { while try !next().isEmpty {} }
}

/// A range of a file, read by pread: small blocks after a jump, large ones while the reads follow each other.
///
/// Measured: 4 KiB after a jump; 512 bytes cost 10 % more, 64 KiB 45 % more on a Debian image.
final class FileWindow: ByteSource, FillingSource {
  private static let smallestBlock = 4 << 10
  private static let largestBlock = 64 << 10

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
    let got = try fill(UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(blockBytes, buffer.count)]))
    blockBytes = min(blockBytes * 2, FileWindow.largestBlock)
    return UnsafeRawBufferPointer(rebasing: buffer[..<got])
  }

  var filler: (any FillingSource)? { self }

  func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
    let wanted = Int(min(Int64(buffer.count), end - at))
    guard wanted > 0 else { return 0 }
    let got = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]), at: at)
    guard got > 0 else {
      throw ArchiveError(.truncated, "the file ends \(end - at) bytes too early")
    }
    at += Int64(got)
    return got
  }

  func skip(_ count: Int64) -> Int64 {
    let possible = min(max(0, count), end - at)
    at += possible
    if possible > 0 { blockBytes = FileWindow.smallestBlock }
    return possible
  }
}

/// A pipe or standard input.
final class StreamSource: ByteSource, FillingSource {
  private let file: OpenFile
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 128 << 10, alignment: 64)
  private var breaker: WaitBreaker?

  init(_ file: OpenFile) { self.file = file }

  deinit { buffer.deallocate() }

  func next() throws(ArchiveError) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: buffer[..<(try fill(buffer))])
  }

  func skip(_ count: Int64) -> Int64 { 0 }

  var filler: (any FillingSource)? { self }

  func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
    if let breaker, !breaker.waitForInput(file.descriptor) {
      throw ArchiveError(.unreadable, "reading was given up")
    }
    return try file.readNext(into: buffer)
  }

  /// What calls a thread back that waits here; nil when the system has none to give. Only before such a thread starts.
  func makeBreaker() -> WaitBreaker? {
    if breaker == nil { breaker = WaitBreaker() }
    return breaker
  }
}

/// A source whose first bytes can be looked at before it is read.
final class PeekableSource: ByteSource, FillingSource {
  private let upstream: any ByteSource
  private var head: [UInt8] = []
  /// How much of the head is handed out.
  private var headAt = 0
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
    if headAt < head.count {
      let pinned = UnsafeMutableRawBufferPointer.allocate(byteCount: head.count - headAt, alignment: 64)
      pinned.copyBytes(from: head[headAt...])
      headAt = head.count
      pinnedHead = pinned
      return UnsafeRawBufferPointer(pinned)
    }
    let block = try upstream.next()
    byteCount += Int64(block.count)
    return block
  }

  func skip(_ count: Int64) -> Int64 { headAt < head.count ? 0 : upstream.skip(count) }

  var filler: (any FillingSource)? { upstream.filler == nil ? nil : self }

  func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
    guard headAt < head.count else {
      let count = try upstream.filler?.fill(buffer) ?? 0
      byteCount += Int64(count)
      return count
    }
    let count = min(buffer.count, head.count - headAt)
    buffer.copyBytes(from: head[headAt..<(headAt + count)])
    headAt += count
    return count
  }
}
