/// What is left of a source that one reader has begun and another goes on with.
final class HandedOverSource: ByteSource {
  private let upstream: any ByteSource
  private let atHand: UnsafeMutableRawBufferPointer
  private var isBegun = false

  /// - Parameter pieces: bytes that come before those that the source still has; they are copied.
  init(_ upstream: any ByteSource, behind pieces: [UnsafeRawBufferPointer]) {
    self.upstream = upstream
    atHand = .allocate(byteCount: pieces.reduce(0) { $0 + $1.count }, alignment: 16)
    var at = 0
    for piece in pieces {
      UnsafeMutableRawBufferPointer(rebasing: atHand[at...]).copyMemory(from: piece)
      at += piece.count
    }
  }

  deinit { atHand.deallocate() }

  func next() throws(ArchiveError) -> UnsafeRawBufferPointer {
    if isBegun || atHand.isEmpty { return try upstream.next() }
    isBegun = true
    return UnsafeRawBufferPointer(atHand)
  }

  func skip(_ count: Int64) -> Int64 { isBegun || atHand.isEmpty ? upstream.skip(count) : 0 }
}
