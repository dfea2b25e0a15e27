import Core
import Digest

/// From stored bytes to those of the tar archive: decompression and digests.
extension LayerScan {
  /// Reads the stored bytes to their end.
  mutating func run(_ stored: any ByteSource) throws(ArchiveError) {
    let source = PeekableSource(stored)
    let head = try source.peek(6)
    record.compression = Compression(magic: head.span)
    keepsContents = record.compression != .none || !plan.contentsComeLater
    if keepsContents { wishes = plan.wishes.table }
    let thread = isHashing && plan.usesThreads ? HashThread(plan.ringSize) : nil
    defer { thread?.stop() }
    if record.compression == .none {
      try readPlain(source, thread)
    } else {
      try readCompressed(source, thread)
    }
    if plan.computesDiffID && record.diffID == nil || plan.blobAlgorithm != nil && record.blobDigest == nil {
      problem("digest-failed", "libcrypto computed no digest; the layer was not verified")
    }
  }

  private var isHashing: Bool { plan.computesDiffID || plan.blobAlgorithm != nil }

  /// What is stored is the tar archive itself: both digests are of the same bytes.
  private mutating func readPlain(_ stored: PeekableSource, _ thread: HashThread?) throws(ArchiveError) {
    let isOneDigest = plan.computesDiffID && plan.blobAlgorithm == .sha256
    let blob = isOneDigest ? nil : plan.blobAlgorithm.flatMap { HashingSource(stored, $0, beside: thread) }
    let diff = plan.computesDiffID ? HashingSource(blob ?? stored, beside: thread) : nil
    try read((diff ?? blob).map { PeekableSource($0) } ?? stored)
    record.diffID = diff?.finish()
    record.blobDigest = isOneDigest ? record.diffID : blob?.finish()
  }

  /// With a thread that decompresses, that one hashes what is stored, and this one what was decompressed: two are enough.
  private mutating func readCompressed(_ stored: PeekableSource, _ thread: HashThread?) throws(ArchiveError) {
    let thread = plan.inflatesBeside ? nil : thread
    let blob = plan.blobAlgorithm.flatMap { HashingSource(stored, $0, beside: thread) }
    let input: any ByteSource = blob ?? stored
    let decoded = try decoder(record.compression, input)
    let pipeline = plan.inflatesBeside ? PipelinedSource(decoded, plan.ringSize) : nil
    defer { pipeline?.stop() }
    let diff = plan.computesDiffID ? HashingSource(pipeline ?? decoded, beside: thread) : nil
    try read(PeekableSource(diff ?? pipeline ?? decoded))
    pipeline?.stop()
    if isHashing { try input.drain() }
    record.diffID = diff?.finish()
    record.blobDigest = blob?.finish()
  }

  private mutating func read(_ content: PeekableSource) throws(ArchiveError) {
    if try content.peek(1).isEmpty {
      record.problems.warning("layer-empty", "the layer holds no bytes at all")
    } else {
      try readEntries(content)
    }
    // To the end: gzip's checksum comes last, what follows the tar archive is part of the diff ID, and bytes that do not
    // belong there must be noticed.
    if record.compression != .none || isHashing { try content.drain() }
    record.sizeBytes = content.byteCount
  }

  private func decoder(_ kind: Compression, _ source: any ByteSource) throws(ArchiveError) -> any ByteSource {
    try kind.decoded(source, limits: plan.limits)
  }
}
