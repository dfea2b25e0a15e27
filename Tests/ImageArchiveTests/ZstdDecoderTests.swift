import Core
import TestSupport
import Testing

@testable import ImageArchive

@Suite struct ZstdDecoderTests {
  /// A frame of one stored block with a declared window (RFC 8878, sections 3.1.1 and 3.1.1.2).
  private static func frame(_ content: [UInt8], windowLog: UInt8 = 20) -> [UInt8] {
    let header = UInt32(content.count) << 3 | 1
    let block = [header, header >> 8, header >> 16].map { UInt8(truncatingIfNeeded: $0) }
    return [0x28, 0xB5, 0x2F, 0xFD, 0, (windowLog - 10) << 3] + block + content
  }

  private static let skippable: [UInt8] = [0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3]
  private static let content = Array("some content of a frame".utf8)

  @Test(arguments: [1, 7, 4096])
  func `frames, empty ones and those to skip are read one after the other`(_ pieces: Int) throws {
    let (content, skippable) = (ZstdDecoderTests.content, ZstdDecoderTests.skippable)
    let stored =
      skippable + ZstdDecoderTests.frame(content) + ZstdDecoderTests.frame([]) + ZstdDecoderTests.frame(content)
    for (rest, room) in [([], 1), ([], 1 << 18), (skippable, 5), ([UInt8](repeating: 0, count: 600), 1)] {
      let decoded = Decoded(stored + rest, try ZstdDecoder(), pieces: pieces, outputBytes: room)
      #expect(decoded.bytes == content + content)
      #expect(decoded.error == nil, "\(decoded)")
    }
  }

  @Test func `a window of 128 MiB is read, one that is larger is a limit that says what to do`() throws {
    let fits = Decoded(ZstdDecoderTests.frame(ZstdDecoderTests.content, windowLog: 27), try ZstdDecoder())
    #expect(fits.bytes == ZstdDecoderTests.content)
    #expect(fits.error == nil)
    let stored = ZstdDecoderTests.frame(ZstdDecoderTests.content, windowLog: 28)
    #expect(Decoded(stored, try ZstdDecoder()).error == .limit)
    let incidents = LayerReading.record(stored).problems.incidents
    #expect(incidents.map(\.code) == ["layer-limit"])
    #expect(incidents.first?.message.contains("--long=27") == true, "\(incidents)")
  }

  @Test(arguments: [1, 7, 4096])
  func `a frame cut anywhere is truncated, and what was decoded before is there`(_ pieces: Int) throws {
    let first = ZstdDecoderTests.frame(ZstdDecoderTests.content)
    let stored = first + ZstdDecoderTests.frame(ZstdDecoderTests.content)
    for count in 1..<stored.count where count != first.count {
      let decoded = Decoded(Array(stored[..<count]), try ZstdDecoder(), pieces: pieces)
      #expect(decoded.error == .truncated, "first \(count) bytes")
      if count > first.count { #expect(decoded.bytes.starts(with: ZstdDecoderTests.content)) }
    }
  }

  @Test(arguments: [1, 7, 4096])
  func `bytes that are no frame after a frame are damage`(_ pieces: Int) throws {
    let frame = ZstdDecoderTests.frame(ZstdDecoderTests.content)
    for rest in [
      Array("garbage".utf8), [0, 0, 0, 1], [0] + frame, [0x28, 0xB5, 0x2F, 0xFE, 0, 0, 0, 0], [0x1F, 0x8B],
    ] {
      let decoded = Decoded(frame + rest, try ZstdDecoder(), pieces: pieces)
      #expect(decoded.bytes == ZstdDecoderTests.content)
      #expect(decoded.error == .corrupt, "\(rest) \(decoded)")
    }
  }

  @Test func `a frame whose checksum does not fit is damage`() throws {
    guard let stored = try ExternalProgram.compress(ZstdDecoderTests.content, with: "zstd") else {
      print("not tested: zstd is not installed")
      return
    }
    #expect(Decoded(stored, try ZstdDecoder()).error == nil)
    for at in (stored.count - 4)..<stored.count {
      var damaged = stored
      damaged[at] ^= 1
      #expect(Decoded(damaged, try ZstdDecoder()).error == .corrupt)
    }
  }
}
