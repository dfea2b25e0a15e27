/// Memory in equal blocks that are used in turn.
final class BlockRing {
  /// How much memory helps, and from when on.
  struct Size: Sendable {
    /// Bytes of a block: the size that reads and inflates fastest, and stays within a core's cache.
    var blockBytes = 256 << 10
    /// Bytes that are worked on without a second thread: starting one for less costs more than it gains.
    var startBytes = 512 << 10
  }

  /// Blocks of a ring: enough that neither thread waits for single blocks of the other.
  static let blockCount = 6
  /// Blocks for which a waiting thread is woken: waking it for each one costs more.
  static let batch = BlockRing.blockCount / 2

  private let blockBytes: Int
  private let memory: UnsafeMutableRawBufferPointer
  /// How much of each block is filled.
  private var counts = [Int](repeating: 0, count: BlockRing.blockCount)

  init(_ size: Size) {
    blockBytes = size.blockBytes
    memory = .allocate(byteCount: size.blockBytes * BlockRing.blockCount, alignment: 64)
  }

  deinit { memory.deallocate() }

  /// The memory of a block, by its turn.
  func memory(_ turn: Int) -> UnsafeMutableRawBufferPointer {
    let start = turn % BlockRing.blockCount * blockBytes
    return UnsafeMutableRawBufferPointer(rebasing: memory[start..<(start + blockBytes)])
  }

  /// Notes how much of a block is filled.
  func setCount(_ turn: Int, _ count: Int) { counts[turn % BlockRing.blockCount] = count }

  /// The filled part of a block.
  func block(_ turn: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: memory(turn)[..<counts[turn % BlockRing.blockCount]])
  }
}
