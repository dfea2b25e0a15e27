/// The blocks of another source, made on a thread of their own while the reader works on those before.
///
/// A short source is read without a thread. Blocks, the end and errors come in the order of the source.
final class PipelinedSource: ByteSource {
  private let upstream: any ByteSource
  private let breaker: WaitBreaker?
  private let size: BlockRing.Size
  private var pipeline: Pipeline?
  private var thread: HelperThread?
  private var staysInline = false
  /// Bytes handed out before there was a thread.
  private var inlineCount = 0

  /// - Parameter breaker: calls the source back from waiting for input that may never come.
  init(_ upstream: any ByteSource, _ size: BlockRing.Size, breaker: WaitBreaker? = nil) {
    (self.upstream, self.size, self.breaker) = (upstream, size, breaker)
  }

  deinit { stop() }

  func next() throws(ArchiveError) -> UnsafeRawBufferPointer {
    if let pipeline { return try pipeline.next() }
    if inlineCount >= size.startBytes, !staysInline, let started = start() { return try started.next() }
    let block = try upstream.next()
    inlineCount += block.count
    return block
  }

  func skip(_ count: Int64) -> Int64 { 0 }

  /// Ends the thread, also one with blocks that nobody has read; the source below may be used here again.
  func stop() {
    guard let thread else { return }
    pipeline?.stop()
    breaker?.callBack()
    thread.join()
  }

  private func start() -> Pipeline? {
    let made = Pipeline(upstream.filler ?? CopyingFiller(upstream), BlockRing(size))
    thread = HelperThread(made)
    guard thread != nil else {
      staysInline = true
      return nil
    }
    pipeline = made
    return made
  }

  /// What both threads see. The gate guards all but the blocks: those belong to one thread at a time.
  private final class Pipeline: ThreadWork {
    private let upstream: any FillingSource
    private let gate = Gate()
    private let ring: BlockRing
    private var filled = 0
    private var released = 0
    private var isHeld = false
    private var isStopped = false
    private var isOver = false
    private var failure: ArchiveError?

    init(_ upstream: any FillingSource, _ ring: BlockRing) { (self.upstream, self.ring) = (upstream, ring) }

    func work() {
      var failure: ArchiveError?
      do throws(ArchiveError) { try fillAll() } catch { failure = error }
      gate.locked {
        self.failure = failure
        isOver = true
        gate.wake()
      }
    }

    private func fillAll() throws(ArchiveError) {
      while let room = room() {
        let count = try upstream.fill(room)
        if count == 0 { return }
        gate.locked {
          ring.setCount(filled, count)
          filled += 1
          if filled - released >= BlockRing.batch { gate.wake() }
        }
      }
    }

    /// Memory for the next block; nil when the thread is to end.
    private func room() -> UnsafeMutableRawBufferPointer? {
      gate.locked {
        if filled - released >= BlockRing.blockCount {
          gate.wait { isStopped || filled - released <= BlockRing.blockCount - BlockRing.batch }
        }
        return isStopped ? nil : ring.memory(filled)
      }
    }

    func next() throws(ArchiveError) -> UnsafeRawBufferPointer {
      let block = gate.locked { () -> UnsafeRawBufferPointer? in
        if isHeld {
          released += 1
          isHeld = false
          if filled - released == BlockRing.blockCount - BlockRing.batch { gate.wake() }
        }
        if filled == released { gate.wait { isOver || filled - released >= BlockRing.batch } }
        guard filled > released else { return nil }
        isHeld = true
        return ring.block(released)
      }
      if let block { return block }
      if let failure { throw failure }
      return UnsafeRawBufferPointer(start: nil, count: 0)
    }

    func stop() {
      gate.locked {
        isStopped = true
        gate.wake()
      }
    }
  }
}
