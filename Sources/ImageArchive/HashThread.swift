import Digest

/// Computes digests on a thread beside the one that reads: blocks are hashed where they lie, and their memory is given back.
///
/// Several sources may share it, each with a lane of its own. A reader that is faster than the digest waits for room, so
/// that memory is bounded.
final class HashThread {
  private let state = State()
  private var thread: HelperThread?
  private var cannotStart = false
  private let size: BlockRing.Size

  init(_ size: BlockRing.Size) { self.size = size }

  deinit { stop() }

  /// A lane for a digest that has been begun; nil, with the digest left as it is, as long as that is the cheaper way.
  ///
  /// - Parameter count: how many bytes the digest has seen.
  func lane(_ hasher: inout Hasher?, after count: Int) -> Lane? {
    if count < size.startBytes { return nil }
    if thread == nil, !cannotStart {
      thread = HelperThread(state)
      cannotStart = thread == nil
    }
    guard thread != nil, let begun = hasher.take() else { return nil }
    let lane = Lane(begun, BlockRing(size))
    state.add(lane)
    return lane
  }

  /// Memory for the lane's next block; waits until there is some.
  func room(in lane: Lane) -> UnsafeMutableRawBufferPointer { state.room(in: lane) }

  /// Gives the block to the digest. The reader may go on reading it, until it asks for room again.
  func hash(_ count: Int, in lane: Lane) { state.hash(count, in: lane) }

  /// The digest, once all blocks have passed.
  func finish(_ lane: Lane) -> String? { state.finish(lane) }

  /// Ends the thread; digests that are not finished are dropped. No source may be read on a thread any more.
  func stop() {
    state.stop()
    thread?.join()
  }

  /// The blocks of one digest, in order.
  final class Lane {
    fileprivate let ring: BlockRing
    fileprivate var hasher: Hasher?
    /// Blocks that are filled, and blocks whose digest is computed; the gate guards both.
    fileprivate var filled = 0
    fileprivate var hashed = 0
    fileprivate var waiting: Int { filled - hashed }

    fileprivate init(_ hasher: consuming Hasher, _ ring: BlockRing) {
      self.ring = ring
      self.hasher = consume hasher
    }
  }

  /// What both threads see.
  private final class State: ThreadWork {
    private let gate = Gate()
    private var lanes: [Lane] = []
    private var isStopped = false
    private var isFinishing = false

    func add(_ lane: Lane) { gate.locked { lanes.append(lane) } }

    func room(in lane: Lane) -> UnsafeMutableRawBufferPointer {
      gate.locked {
        // The block that the reader holds is the one filled last; with all others hashed there are those to fill.
        if lane.waiting >= BlockRing.blockCount {
          gate.wait { isStopped || lane.waiting <= BlockRing.blockCount - BlockRing.batch }
        }
        return lane.ring.memory(lane.filled)
      }
    }

    func hash(_ count: Int, in lane: Lane) {
      gate.locked {
        lane.ring.setCount(lane.filled, count)
        lane.filled += 1
        if lane.waiting >= BlockRing.batch { gate.wake() }
      }
    }

    func finish(_ lane: Lane) -> String? {
      gate.locked {
        isFinishing = true
        gate.wake()
        gate.wait { isStopped || lane.filled == lane.hashed }
        isFinishing = false
        return lane.filled == lane.hashed ? lane.hasher.take()?.finish() : nil
      }
    }

    func stop() {
      gate.locked {
        isStopped = true
        gate.wake()
      }
    }

    func work() {
      while let (lane, block) = nextBlock() {
        lane.hasher?.update(block)
        gate.locked {
          lane.hashed += 1
          if lane.waiting == 0 || lane.waiting == BlockRing.blockCount - BlockRing.batch { gate.wake() }
        }
      }
    }

    /// A block to hash, of the lane with the most; waits for one. Nil when the thread is to end.
    private func nextBlock() -> (Lane, UnsafeRawBufferPointer)? {
      gate.locked {
        if !isStopped, fullestLane == nil {
          gate.wait { isStopped || lanes.contains { $0.waiting >= (isFinishing ? 1 : BlockRing.batch) } }
        }
        guard !isStopped, let lane = fullestLane else { return nil }
        return (lane, lane.ring.block(lane.hashed))
      }
    }

    private var fullestLane: Lane? {
      lanes.max { $0.waiting < $1.waiting }.flatMap { $0.waiting > 0 ? $0 : nil }
    }
  }
}
