import CZlib

/// Inflates gzip with zlib (RFC 1952).
final class ZlibDecoder: MemberDecoder {
  /// Window bits for gzip alone (zlib.h, inflateInit2: add 16).
  private static let gzipWindowBits: Int32 = 15 + 16
  /// The most that is given to zlib at once; its counters have 32 bits.
  private static let largestPart = 1 << 30

  let format = Compression.gzip
  let memberNoun = "member"
  private let stream: UnsafeMutablePointer<z_stream>

  init() throws(ArchiveError) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    guard imgscan_inflate_init(stream, ZlibDecoder.gzipWindowBits) == Z_OK else {
      throw ArchiveError(.limit, "zlib has no memory")
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  func canStart(with bytes: UnsafeRawBufferPointer) -> Bool { gzipCanStart(with: bytes) }

  func startMember() throws(ArchiveError) {
    guard inflateReset(stream) == Z_OK else { throw ArchiveError(.limit, "zlib cannot be started again") }
  }

  func decode(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> DecodedPart {
    let (given, room) = (min(input.count, ZlibDecoder.largestPart), min(output.count, ZlibDecoder.largestPart))
    stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress?.assumingMemoryBound(to: Bytef.self))
    stream.pointee.avail_in = uInt(given)
    stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: Bytef.self)
    stream.pointee.avail_out = uInt(room)
    let status = inflate(stream, Z_NO_FLUSH)
    var part = DecodedPart()
    part.consumed = given - Int(stream.pointee.avail_in)
    part.produced = room - Int(stream.pointee.avail_out)
    switch status {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END: part.endsMember = true
    default:
      let reason = stream.pointee.msg.map { String(cString: $0) } ?? "error \(status)"
      part.failure = ArchiveError(.corrupt, "the gzip data are damaged: \(reason)")
    }
    return part
  }
}

/// Whether bytes, of which there is at least one, can be the first of a gzip member (RFC 1952, section 2.3.1).
func gzipCanStart(with bytes: UnsafeRawBufferPointer) -> Bool {
  bytes[0] == 0x1F && (bytes.count < 2 || bytes[1] == 0x8B)
}
