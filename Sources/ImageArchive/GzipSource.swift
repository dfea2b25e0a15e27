import CZlib

/// Inflates gzip: any number of members, empty ones too, zero padding after the last (RFC 1952).
///
/// zlib is used directly, so that garbage between or after members is seen: libarchive's filter stops there in silence.
final class GzipSource: ByteSource, FillingSource {
  private static let outputBytes = 256 << 10
  /// Window bits for gzip alone (zlib.h, inflateInit2: add 16).
  private static let gzipWindowBits: Int32 = 15 + 16

  private let upstream: any ByteSource
  private let guardian: ExpansionGuard
  private let output = UnsafeMutableRawBufferPointer.allocate(byteCount: GzipSource.outputBytes, alignment: 64)
  private let stream: UnsafeMutablePointer<z_stream>
  private var input = UnsafeRawBufferPointer(start: nil, count: 0)
  private var isInsideMember = true
  private var isAtEnd = false
  private var isInPadding = false
  /// What goes wrong after the bytes handed out last.
  private var pendingError: ArchiveError?

  init(_ upstream: any ByteSource, limits: ArchiveLimits) throws(ArchiveError) {
    self.upstream = upstream
    guardian = ExpansionGuard(limits)
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    guard imgscan_inflate_init(stream, GzipSource.gzipWindowBits) == Z_OK else {
      throw ArchiveError(.corrupt, "zlib cannot be started")
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    output.deallocate()
  }

  func skip(_ count: Int64) -> Int64 { 0 }

  func next() throws(ArchiveError) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: output[..<(try fill(output))])
  }

  var filler: (any FillingSource)? { self }

  func fill(_ output: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
    guard !isAtEnd else { return 0 }
    stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: Bytef.self)
    stream.pointee.avail_out = uInt(output.count)
    if let pendingError { throw pendingError }
    do throws(ArchiveError) {
      try inflateAll()
    } catch {
      // What was inflated before is good; it is handed out first.
      isAtEnd = false
      pendingError = error
    }
    let count = output.count - Int(stream.pointee.avail_out)
    if count == 0, let pendingError { throw pendingError }
    try guardian.admit(output: count)
    return count
  }

  /// Inflates until the output is full or the input ends.
  private func inflateAll() throws(ArchiveError) {
    while stream.pointee.avail_out > 0 {
      if input.isEmpty, try !refill() { break }
      if !isInsideMember, try !startMember() { break }
      try inflateSome()
    }
  }

  /// - Returns: false at the end of the input, which must be the end of a member.
  private func refill() throws(ArchiveError) -> Bool {
    input = try upstream.next()
    guardian.consumed(input.count)
    guard input.isEmpty else { return true }
    isAtEnd = true
    if isInsideMember { throw ArchiveError(.truncated, "the gzip data end inside a member") }
    return false
  }

  private func inflateSome() throws(ArchiveError) {
    guard let base = input.baseAddress else { return }
    stream.pointee.next_in = UnsafeMutablePointer(mutating: base.assumingMemoryBound(to: Bytef.self))
    stream.pointee.avail_in = uInt(input.count)
    let status = inflate(stream, Z_NO_FLUSH)
    input = UnsafeRawBufferPointer(rebasing: input[(input.count - Int(stream.pointee.avail_in))...])
    switch status {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END: isInsideMember = false
    default:
      let reason = stream.pointee.msg.map { String(cString: $0) } ?? "error \(status)"
      throw ArchiveError(.corrupt, "the gzip data are damaged: \(reason)")
    }
  }

  /// - Returns: false when only zero padding was left.
  private func startMember() throws(ArchiveError) -> Bool {
    while true {
      while let first = input.first, first == 0 {
        input = UnsafeRawBufferPointer(rebasing: input.dropFirst())
        isInPadding = true
      }
      if input.isEmpty {
        if try !refill() { return false }
        continue
      }
      guard !isInPadding, input[0] == 0x1F, input.count < 2 || input[1] == 0x8B, inflateReset(stream) == Z_OK else {
        isAtEnd = true
        throw ArchiveError(.corrupt, "bytes that are not gzip follow a gzip member")
      }
      isInsideMember = true
      return true
    }
  }
}

/// Watches how far compressed data expand.
final class ExpansionGuard {
  private let limits: ArchiveLimits
  private var input: Int64 = 0
  private var output: Int64 = 0

  init(_ limits: ArchiveLimits) { self.limits = limits }

  func consumed(_ count: Int) { input += Int64(count) }

  /// - Throws: `.limit` when the data are too many, or too many for what they were made from.
  func admit(output count: Int) throws(ArchiveError) {
    output += Int64(count)
    if output > limits.layerBytes {
      throw ArchiveError(
        .limit, "more than \(limits.layerBytes) uncompressed bytes", help: "--max-layer-bytes N raises the limit")
    }
    if output > limits.ratioFloorBytes, output / limits.ratio > input {
      throw ArchiveError(
        .limit,
        "\(input) compressed bytes expand to more than \(output), over the ratio of \(limits.ratio) that is read",
        help: "--max-ratio N raises the limit")
    }
  }
}
