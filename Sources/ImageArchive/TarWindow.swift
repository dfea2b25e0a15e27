import Glibc

/// A source's bytes in order, any number of them in one piece, and what has been looked at since a mark once more.
///
/// Bytes lie where the source put them; only what crosses its blocks is copied.
struct TarWindow: ~Copyable {
  private let source: any ByteSource
  /// Where the bytes at hand start: in the source's block, or in `joined`.
  private var bytes: UnsafePointer<UInt8>
  private var at = 0
  private var count = 0
  /// Where the mark is in the bytes at hand; never behind `at`.
  private var mark = 0
  /// Where the bytes at hand start in the source.
  private var start: Int64 = 0
  /// What crosses blocks.
  private let joined: UnsafeMutablePointer<UInt8>
  private var isJoined = false
  /// The rest of the block whose beginning was joined.
  private var pending = UnsafeRawBufferPointer(start: nil, count: 0)
  private var isAtEnd = false

  /// The most that can be had in one piece; extended headers of real layers stay below a tenth of it.
  static let pieceBytes = 48 << 10

  init(_ source: any ByteSource) {
    self.source = source
    joined = .allocate(capacity: TarWindow.pieceBytes)
    bytes = UnsafePointer(joined)
  }

  deinit { joined.deallocate() }

  /// How far into the source the next byte lies.
  var position: Int64 { start + Int64(at) }
  /// The next byte; only as many may be read as `hasPiece` said.
  var next: UnsafePointer<UInt8> { bytes + at }
  /// The byte at the mark.
  var marked: UnsafePointer<UInt8> { bytes + mark }
  /// How far the next byte is from the mark.
  var sinceMark: Int { at - mark }
  /// Whether there is any byte at hand; when a piece could not be had, whether there is any at all.
  var isEmpty: Bool { at == count && pending.isEmpty }

  /// Goes forward in bytes that are at hand.
  mutating func take(_ length: Int) { at += length }

  /// Goes back to the mark.
  mutating func rewind() { at = mark }

  /// Remembers this place, to which one may go back until the next mark or `skip`.
  mutating func setMark() {
    if at == count, isJoined { usePending() }
    mark = at
  }

  /// Makes the next bytes lie in one piece with those since the mark.
  ///
  /// - Returns: false when the source ends before, or they do not fit.
  @inline(__always)
  mutating func hasPiece(_ length: Int) throws(ArchiveError) -> Bool {
    if count - at >= length { return true }
    return try join(length)
  }

  private mutating func join(_ length: Int) throws(ArchiveError) -> Bool {
    let needed = at - mark + length
    guard needed <= TarWindow.pieceBytes else { return false }
    if !isJoined || mark > 0 {
      memmove(joined, bytes + mark, count - mark)
      if !isJoined { pending = UnsafeRawBufferPointer(start: nil, count: 0) }
      start += Int64(mark)
      (at, count, mark, isJoined, bytes) = (at - mark, count - mark, 0, true, UnsafePointer(joined))
    }
    while count < needed {
      if pending.isEmpty {
        if !isAtEnd { pending = try source.next() }
        if pending.isEmpty {
          isAtEnd = true
          return false
        }
      }
      let taken = min(needed - count, pending.count)
      if let base = pending.baseAddress { memcpy(joined + count, base, taken) }
      count += taken
      pending = UnsafeRawBufferPointer(rebasing: pending[taken...])
    }
    return true
  }

  /// Puts the rest of the block in the place of what was joined of it.
  private mutating func usePending() {
    use(pending, at: start + Int64(count))
    pending = UnsafeRawBufferPointer(start: nil, count: 0)
  }

  private mutating func use(_ block: UnsafeRawBufferPointer, at position: Int64) {
    let memory = block.assumingMemoryBound(to: UInt8.self)
    bytes = memory.baseAddress ?? UnsafePointer(joined)
    (at, count, mark, start, isJoined) = (0, memory.count, 0, position, false)
  }

  /// The next bytes as they come, up to `most`; empty at the end.
  mutating func block(_ most: Int64) throws(ArchiveError) -> UnsafeRawBufferPointer {
    if at == count, isJoined { usePending() }
    if at == count {
      let next = isAtEnd ? UnsafeRawBufferPointer(start: nil, count: 0) : try source.next()
      isAtEnd = next.isEmpty
      use(next, at: position)
    }
    let taken = Int(min(Int64(count - at), most))
    defer { at += taken }
    return UnsafeRawBufferPointer(start: bytes + at, count: taken)
  }

  /// Passes over bytes.
  ///
  /// - Returns: how many are missing, because the source ends before.
  @inline(__always)
  mutating func skip(_ length: Int64) throws(ArchiveError) -> Int64 {
    if length <= Int64(count - at) {
      at += Int(length)
      return 0
    }
    return try skipFar(length)
  }

  private mutating func skipFar(_ length: Int64) throws(ArchiveError) -> Int64 {
    var left = length - Int64(count - at)
    at = count
    if isJoined { usePending() }
    let taken = min(left, Int64(count - at))
    at += Int(taken)
    left -= taken
    if left > 0, !isAtEnd {
      let skipped = source.skip(left)
      start += skipped
      left -= skipped
    }
    while left > 0 {
      let taken = try block(left).count
      if taken == 0 { break }
      left -= Int64(taken)
    }
    mark = at
    return left
  }

  /// What lies behind the mark and is at hand, in two parts; the source has the rest.
  var rest: (joined: UnsafeRawBufferPointer, block: UnsafeRawBufferPointer) {
    (UnsafeRawBufferPointer(start: bytes + mark, count: count - mark), pending)
  }
}
