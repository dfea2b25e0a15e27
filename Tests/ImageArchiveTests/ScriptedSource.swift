import Synchronization

@testable import ImageArchive

/// A source that gives blocks as a script says, and then ends or fails. What it handed out before is overwritten, so that
/// whoever keeps a block too long is found out.
final class ScriptedSource: ByteSource, FillingSource {
  private let sizes: [Int]
  private let error: ArchiveError?
  private let fills: Bool
  private var step = 0
  private var memory = UnsafeMutableRawBufferPointer(start: nil, count: 0)
  private var leftOfStep: Int
  private var position = 0
  /// Blocks given so far; another thread may ask.
  let given = Atomic<Int>(0)

  init(_ sizes: [Int], error: ArchiveError? = nil, fills: Bool = true) {
    (self.sizes, self.error, self.fills) = (sizes, error, fills)
    leftOfStep = sizes.first ?? 0
  }

  deinit { memory.deallocate() }

  /// The byte at a position of every script: neighbours and blocks differ.
  static func byte(at position: Int) -> UInt8 { UInt8(truncatingIfNeeded: position &* 31 &+ position >> 9) }

  static func bytes(_ count: Int) -> [UInt8] { (0..<count).map(byte) }

  func next() throws(ArchiveError) -> UnsafeRawBufferPointer {
    memory.deallocate()
    memory = .allocate(byteCount: max(1, leftOfStep), alignment: 16)
    return UnsafeRawBufferPointer(rebasing: memory[..<(try write(to: memory))])
  }

  func skip(_ count: Int64) -> Int64 { 0 }

  var filler: (any FillingSource)? { fills ? self : nil }

  func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int { try write(to: buffer) }

  private func write(to buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
    guard step < sizes.count else {
      if let error { throw error }
      return 0
    }
    let count = min(leftOfStep, buffer.count)
    for index in 0..<count { buffer[index] = ScriptedSource.byte(at: position + index) }
    position += count
    leftOfStep -= count
    if leftOfStep == 0 {
      step += 1
      leftOfStep = step < sizes.count ? sizes[step] : 0
    }
    given.add(1, ordering: .relaxed)
    return count
  }
}

/// What reading a source to its end gave.
struct ReadBytes: Equatable, CustomStringConvertible {
  var bytes: [UInt8] = []
  var error: ArchiveError?

  init(_ source: any ByteSource, blocks: Int = .max) {
    do throws(ArchiveError) {
      for _ in 0..<blocks {
        let block = try source.next()
        if block.isEmpty { break }
        bytes += block
      }
    } catch { self.error = error }
  }

  var description: String { "\(bytes.count) bytes, \(error.map { $0.message } ?? "no error")" }
}
