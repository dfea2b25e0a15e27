import Digest
import TestSupport
import Testing

@testable import ImageArchive

@Suite struct HashThreadTests {
  @Test(arguments: [false, true], [false, true])
  func `the digest is that of all bytes, and they pass unchanged`(_ fills: Bool, _ fails: Bool) throws {
    for sizes in PipelinedSourceTests.scripts {
      for size in PipelinedSourceTests.sizes {
        let thread = HashThread(size)
        let error = fails ? PipelinedSourceTests.failure : nil
        let source = try #require(
          HashingSource(ScriptedSource(sizes, error: error, fills: fills), beside: thread))
        let read = ReadBytes(source)
        let expected = ScriptedSource.bytes(sizes.reduce(0, +))
        #expect(read.bytes == expected, "\(sizes.count) blocks of \(sizes.first ?? 0)")
        #expect(read.error == error)
        #expect(source.finish() == digest(of: expected), "\(sizes.count) blocks of \(sizes.first ?? 0)")
        thread.stop()
      }
    }
  }

  @Test func `two digests share a thread, read in turns`() throws {
    for algorithm in [Hasher.Algorithm.sha256, .sha512] {
      let thread = HashThread(PipelinedSourceTests.small)
      let few = Array(repeating: 3000, count: 20)
      let many = Array(repeating: 4096, count: 30)
      let one = try #require(HashingSource(ScriptedSource(few), algorithm, beside: thread))
      let other = try #require(HashingSource(ScriptedSource(many, fills: false), beside: thread))
      for number in 0..<30 {
        _ = try other.next()
        if number < 20 { _ = try one.next() }
      }
      #expect(one.finish() == Hasher.digest(ScriptedSource.bytes(few.reduce(0, +)), algorithm))
      #expect(other.finish() == digest(of: ScriptedSource.bytes(many.reduce(0, +))))
      thread.stop()
    }
  }

  @Test func `two digests of the same bytes are computed one above the other`() throws {
    let thread = HashThread(PipelinedSourceTests.small)
    let sizes = Array(repeating: 2500, count: 50)
    let lower = try #require(HashingSource(ScriptedSource(sizes), .sha512, beside: thread))
    let upper = try #require(HashingSource(lower, beside: thread))
    let expected = ScriptedSource.bytes(sizes.reduce(0, +))
    #expect(ReadBytes(upper).bytes == expected)
    #expect(upper.finish() == digest(of: expected))
    #expect(lower.finish() == Hasher.digest(expected, .sha512))
    thread.stop()
  }

  @Test func `a reader may stop after any block, and the source is let go`() throws {
    for blocks in 0...10 {
      weak var left: ScriptedSource?
      do {
        let script = ScriptedSource(Array(repeating: 4096, count: 9))
        left = script
        let thread = HashThread(PipelinedSourceTests.small)
        let source = try #require(HashingSource(script, beside: thread))
        #expect(ReadBytes(source, blocks: blocks).bytes.count == min(9, blocks) * 4096)
        if blocks.isMultiple(of: 2) { thread.stop() }
      }
      #expect(left == nil, "after \(blocks) blocks")
    }
  }

  @Test func `a thousand threads are started and stopped`() throws {
    for number in 0..<1000 {
      let thread = HashThread(PipelinedSourceTests.small)
      let source = try #require(HashingSource(ScriptedSource(Array(repeating: 1000, count: 9)), beside: thread))
      #expect(ReadBytes(source, blocks: number % 11).error == nil)
      if number.isMultiple(of: 3) { #expect(source.finish()?.isEmpty == false) }
      thread.stop()
    }
  }

  @Test func `a digest beside a pipeline sees the stored and the unpacked bytes`() throws {
    let thread = HashThread(PipelinedSourceTests.small)
    let sizes = Array(repeating: 6000, count: 40)
    let lower = try #require(HashingSource(ScriptedSource(sizes), beside: thread))
    let pipeline = PipelinedSource(lower, PipelinedSourceTests.small)
    let upper = try #require(HashingSource(pipeline, beside: thread))
    let expected = ScriptedSource.bytes(sizes.reduce(0, +))
    #expect(ReadBytes(upper).bytes == expected)
    pipeline.stop()
    #expect(lower.finish() == digest(of: expected))
    #expect(upper.finish() == digest(of: expected))
    thread.stop()
  }
}
