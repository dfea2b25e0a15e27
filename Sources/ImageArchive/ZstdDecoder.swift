import CZstd

/// Decompresses zstd with libzstd: frames with their checksums, skippable frames passed over (RFC 8878).
final class ZstdDecoder: MemberDecoder {
  /// 128 MiB, what `zstd --long` writes and the `zstd` program reads without being told to; a window costs as much memory.
  private static let windowLogLimit: Int32 = 27

  let format = Compression.zstd
  let memberNoun = "frame"
  private let context: OpaquePointer
  /// Bytes that libzstd said it wants next.
  private var wanted = 0
  private var mayHoldOutput = false
  /// What libzstd asks for beyond a block: the header of the next one (RFC 8878, section 3.1.1.2).
  private static let blockHeaderBytes = 3

  init() throws(ArchiveError) {
    guard let made = ZSTD_createDCtx() else { throw ArchiveError(.limit, "libzstd has no memory") }
    guard ZSTD_isError(ZSTD_DCtx_setParameter(made, ZSTD_d_windowLogMax, ZstdDecoder.windowLogLimit)) == 0 else {
      ZSTD_freeDCtx(made)
      throw ArchiveError(.limit, "libzstd knows no limit for its window")
    }
    context = made
  }

  deinit { ZSTD_freeDCtx(context) }

  func canStart(with bytes: UnsafeRawBufferPointer) -> Bool { bytes[0] == 0x28 || bytes[0] & 0xF0 == 0x50 }

  /// libzstd starts the next frame by itself.
  func startMember() {}

  /// One block a call of libzstd: a call that fails tells nothing of what it made before, and so what is handed out of damaged
  /// data would depend on how large the output is.
  func decode(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> DecodedPart {
    var part = DecodedPart()
    repeat {
      let most = wanted > ZstdDecoder.blockHeaderBytes ? wanted - ZstdDecoder.blockHeaderBytes : max(wanted, 1)
      let count = mayHoldOutput ? 0 : min(most, input.count - part.consumed)
      var given = ZSTD_inBuffer(src: input.baseAddress.map { $0 + part.consumed }, size: count, pos: 0)
      var room = ZSTD_outBuffer(
        dst: output.baseAddress.map { $0 + part.produced }, size: output.count - part.produced, pos: 0)
      let status = ZSTD_decompressStream(context, &room, &given)
      guard ZSTD_isError(status) == 0 else {
        part.failure = failure(status)
        return part
      }
      wanted = status
      part.consumed += given.pos
      part.produced += room.pos
      mayHoldOutput = part.produced == output.count
      part.endsMember = status == 0
    } while !part.endsMember && part.consumed < input.count && part.produced < output.count
    return part
  }

  private func failure(_ status: Int) -> ArchiveError {
    if ZSTD_getErrorCode(status) == ZSTD_error_frameParameter_windowTooLarge {
      return ArchiveError(
        .limit, "the zstd data need a window of more than \(1 << (ZstdDecoder.windowLogLimit - 20)) MiB",
        help: "compress the layer again with --long=\(ZstdDecoder.windowLogLimit) or less")
    }
    let reason = ZSTD_getErrorName(status).map { String(cString: $0) } ?? "error \(status)"
    return ArchiveError(.corrupt, "the zstd data are damaged: \(reason)")
  }
}
