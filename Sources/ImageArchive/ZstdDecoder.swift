import CZstd

/// Decompresses zstd with libzstd: frames with their checksums, skippable frames passed over (RFC 8878).
final class ZstdDecoder: MemberDecoder {
  /// 128 MiB, what `zstd --long` writes and the `zstd` program reads without being told to; a window costs as much memory.
  private static let windowLogLimit: Int32 = 27

  let format = Compression.zstd
  let memberNoun = "frame"
  private let context: OpaquePointer

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

  func decode(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> DecodedPart {
    var given = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
    var room = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
    let status = ZSTD_decompressStream(context, &room, &given)
    var part = DecodedPart(consumed: given.pos, produced: room.pos)
    if ZSTD_isError(status) != 0 {
      part.failure = failure(status)
    } else {
      part.endsMember = status == 0
    }
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
