import Glibc
import Synchronization
import Testing

@testable import ImageArchive

@Suite struct PipelinedSourceTests {
  /// Small blocks, and a thread from the first byte on.
  static let small = BlockRing.Size(blockBytes: 4096, startBytes: 0)
  static let sizes = [small, BlockRing.Size(blockBytes: 4096, startBytes: 5000), BlockRing.Size()]
  static let failure = ArchiveError(.corrupt, "the script says so")

  /// Blocks of one size, a few more than a ring has, and sizes in no order.
  static let scripts: [[Int]] =
    [0, 1, 2, 5, 6, 7, 13].flatMap { count in
      [1, 97, 4095, 4096, 4097, 10_000].map { Array(repeating: $0, count: count) }
    } + [[1, 5000, 5, 40_000, 4096, 1], Array(repeating: 512, count: 300)]

  @Test(arguments: [false, true], [false, true])
  func `blocks, end and errors come in the order of the source`(_ fills: Bool, _ fails: Bool) {
    for sizes in PipelinedSourceTests.scripts {
      for size in PipelinedSourceTests.sizes {
        let error = fails ? PipelinedSourceTests.failure : nil
        let source = PipelinedSource(ScriptedSource(sizes, error: error, fills: fills), size)
        let read = ReadBytes(source)
        #expect(read.bytes == ScriptedSource.bytes(sizes.reduce(0, +)), "\(sizes.count) blocks of \(sizes.first ?? 0)")
        #expect(read.error == error)
        #expect(ReadBytes(source).error == error, "asked again")
        source.stop()
      }
    }
  }

  @Test func `a block stays as it is until the next is asked for, however far ahead the thread is`() throws {
    let count = BlockRing.blockCount * 3
    let script = ScriptedSource(Array(repeating: 4096, count: count))
    let source = PipelinedSource(script, PipelinedSourceTests.small)
    for number in 0..<count {
      let block = try source.next()
      // As far ahead as the thread goes at least: it may rest while half of the ring is full.
      let ahead = number + BlockRing.blockCount - BlockRing.batch + 1
      while script.given.load(ordering: .relaxed) < min(count, ahead) { usleep(100) }
      #expect(block.count == 4096)
      let start = number * 4096
      #expect([0, 1, block.count - 1].allSatisfy { block[$0] == ScriptedSource.byte(at: start + $0) }, "\(number)")
    }
    #expect(try source.next().isEmpty)
    #expect(script.given.load(ordering: .relaxed) == count)
  }

  @Test func `a reader may stop after any block, and the source is let go`() {
    for blocks in 0...10 {
      for fails in [false, true] {
        weak var left: ScriptedSource?
        do {
          let script = ScriptedSource(
            Array(repeating: 4096, count: 9), error: fails ? PipelinedSourceTests.failure : nil)
          left = script
          let source = PipelinedSource(script, PipelinedSourceTests.small)
          #expect(ReadBytes(source, blocks: blocks).bytes.count == min(9, blocks) * 4096)
          if blocks.isMultiple(of: 2) { source.stop() }
        }
        #expect(left == nil, "after \(blocks) blocks")
      }
    }
  }

  @Test func `a thousand sources are opened and closed`() {
    for number in 0..<1000 {
      let source = PipelinedSource(
        ScriptedSource(Array(repeating: 1000, count: number % 9)), PipelinedSourceTests.small)
      #expect(ReadBytes(source, blocks: number % 4).error == nil)
    }
  }

  @Test func `a thread that waits for input which never comes is called back`() throws {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    defer { for end in ends { close(end) } }
    let breaker = try #require(WaitBreaker())
    let silent = SilentSource(breaker, ends[0], blocks: BlockRing.batch)
    let source = PipelinedSource(silent, PipelinedSourceTests.small, breaker: breaker)
    #expect(try source.next().count == SilentSource.blockBytes)
    source.stop()
  }

  @Test func `what was looked at before is a part of what is read`() throws {
    for peeked in [1, 4096, 9000, 50_000] {
      for fills in [false, true] {
        let peekable = PeekableSource(ScriptedSource(Array(repeating: 5000, count: 9), fills: fills))
        #expect(try peekable.peek(peeked) == ScriptedSource.bytes(min(45_000, peeked)))
        let source = PipelinedSource(peekable, PipelinedSourceTests.small)
        #expect(ReadBytes(source).bytes == ScriptedSource.bytes(45_000), "\(peeked) bytes")
        source.stop()
        #expect(peekable.byteCount == 45_000)
      }
    }
  }

  @Test func `waiting ends with input, too`() throws {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    defer { for end in ends { close(end) } }
    let breaker = try #require(WaitBreaker())
    #expect(write(ends[1], "x", 1) == 1)
    #expect(breaker.waitForInput(ends[0]))
    breaker.callBack()
    #expect(!breaker.waitForInput(ends[0]))
  }
}

/// Gives some blocks, and then waits for a pipe into which nobody writes.
private final class SilentSource: ByteSource {
  static let blockBytes = 4096

  private let breaker: WaitBreaker
  private let descriptor: Int32
  private let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: SilentSource.blockBytes, alignment: 1)
  private var blocks: Int

  init(_ breaker: WaitBreaker, _ descriptor: Int32, blocks: Int) {
    (self.breaker, self.descriptor, self.blocks) = (breaker, descriptor, blocks)
    memory.initializeMemory(as: UInt8.self, repeating: 1)
  }

  deinit { memory.deallocate() }

  func next() throws(ArchiveError) -> UnsafeRawBufferPointer {
    if blocks == 0, !breaker.waitForInput(descriptor) { throw ArchiveError(.unreadable, "called back") }
    blocks -= 1
    return UnsafeRawBufferPointer(memory)
  }

  func skip(_ count: Int64) -> Int64 { 0 }
}
