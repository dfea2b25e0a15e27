import Core
import Digest

/// From stored bytes to those of the tar archive: decompression and digests.
extension LayerScan {
  /// Reads the stored bytes to their end.
  mutating func run(_ stored: any ByteSource) throws(ArchiveError) {
    guard let algorithm = plan.blobAlgorithm, let hash = HashingSource(stored, algorithm) else {
      return try decode(PeekableSource(stored))
    }
    try decode(PeekableSource(hash))
    record.blobDigest = hash.finish()
  }

  private mutating func decode(_ stored: PeekableSource) throws(ArchiveError) {
    let head = try stored.peek(6)
    record.compression = Compression(magic: head.span)
    keepsContents = record.compression != .none || !plan.contentsComeLater
    let decoded = try decoder(record.compression, stored)
    if plan.computesDiffID, let hash = HashingSource(decoded) {
      try read(PeekableSource(hash))
      try stored.drain()
      record.diffID = hash.finish()
    } else {
      try read(PeekableSource(decoded))
      if plan.blobAlgorithm != nil { try stored.drain() }
    }
  }

  private mutating func read(_ content: PeekableSource) throws(ArchiveError) {
    if try content.peek(1).isEmpty {
      record.problems.warning("layer-empty", "the layer holds no bytes at all")
    } else {
      try readEntries(content)
    }
    // To the end: gzip's checksum comes last, what follows the tar archive is part of the diff ID, and bytes that do not
    // belong there must be noticed.
    if record.compression != .none || plan.computesDiffID || plan.blobAlgorithm != nil { try content.drain() }
    record.sizeBytes = content.byteCount
  }

  private func decoder(_ kind: Compression, _ source: PeekableSource) throws(ArchiveError) -> any ByteSource {
    try kind.decoded(source, limits: plan.limits)
  }
}
