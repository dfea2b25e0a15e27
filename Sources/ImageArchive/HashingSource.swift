import Digest

/// Passes bytes on and computes their digest. It cannot skip: every byte counts.
final class HashingSource: ByteSource {
  private let upstream: any ByteSource
  private var hasher: Hasher?

  /// - Returns: nil when libcrypto cannot start the computation.
  init?(_ upstream: any ByteSource, _ algorithm: Hasher.Algorithm = .sha256) {
    guard let made = Hasher(algorithm) else { return nil }
    self.upstream = upstream
    hasher = consume made
  }

  func next() throws(ArchiveError) -> UnsafeRawBufferPointer {
    let block = try upstream.next()
    hasher?.update(block)
    return block
  }

  func skip(_ count: Int64) -> Int64 { 0 }

  /// The digest of all bytes passed on. Call it once, at the end.
  func finish() -> String? { hasher.take()?.finish() }
}
