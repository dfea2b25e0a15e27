import Digest

/// Passes bytes on and computes their digest. It cannot skip: every byte counts.
final class HashingSource: ByteSource {
  private let upstream: any ByteSource
  private var hasher: Hasher?
  private let thread: HashThread?
  private var lane: HashThread.Lane?
  /// Bytes hashed before a thread was asked for.
  private var inlineCount = 0

  /// - Parameter thread: computes the digest of long sources; nil to compute it here.
  /// - Returns: nil when libcrypto cannot start the computation.
  init?(_ upstream: any ByteSource, _ algorithm: Hasher.Algorithm = .sha256, beside thread: HashThread? = nil) {
    guard let made = Hasher(algorithm) else { return nil }
    self.upstream = upstream
    self.thread = thread
    hasher = consume made
  }

  func next() throws(ArchiveError) -> UnsafeRawBufferPointer {
    if let thread, let lane = lane ?? thread.lane(&hasher, after: inlineCount) {
      self.lane = lane
      if let filler = upstream.filler { return try fill(from: filler, thread, lane) }
      let block = try upstream.next()
      copy(block, thread, lane)
      return block
    }
    let block = try upstream.next()
    hasher?.update(block)
    inlineCount += block.count
    return block
  }

  private func fill(
    from filler: any FillingSource, _ thread: HashThread, _ lane: HashThread.Lane
  ) throws(ArchiveError) -> UnsafeRawBufferPointer {
    let room = thread.room(in: lane)
    let count = try filler.fill(room)
    if count > 0 { thread.hash(count, in: lane) }
    return UnsafeRawBufferPointer(rebasing: room[..<count])
  }

  /// The digest gets a copy: the source's own memory is overwritten at its next block.
  private func copy(_ block: UnsafeRawBufferPointer, _ thread: HashThread, _ lane: HashThread.Lane) {
    var rest = block
    while !rest.isEmpty {
      let room = thread.room(in: lane)
      let count = min(room.count, rest.count)
      room.copyMemory(from: UnsafeRawBufferPointer(rebasing: rest[..<count]))
      thread.hash(count, in: lane)
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }

  func skip(_ count: Int64) -> Int64 { 0 }

  /// The digest of all bytes passed on. Call it once, at the end.
  func finish() -> String? {
    if let thread, let lane { return thread.finish(lane) }
    return hasher.take()?.finish()
  }
}
