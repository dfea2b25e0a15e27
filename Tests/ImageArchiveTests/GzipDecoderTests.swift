import TestSupport
import Testing

@testable import ImageArchive

/// The gzip decoders of this build.
enum GzipLibrary: String, CaseIterable, CustomTestStringConvertible {
  case zlib
  #if ISAL
    case isal
  #endif

  var testDescription: String { rawValue }

  func decoder() throws -> any MemberDecoder {
    switch self {
    case .zlib: return try ZlibDecoder()
    #if ISAL
      case .isal: return try ISALDecoder()
    #endif
    }
  }
}

@Suite struct GzipDecoderTests {
  static let text = Array((0..<60).map { "line \($0 * $0 % 97) of a text\n" }.joined().utf8)

  /// A member with all the optional fields that the flags ask for (RFC 1952, section 2.3).
  static func member(_ flags: UInt8, of compressed: [UInt8]) -> [UInt8] {
    var header: [UInt8] = [0x1F, 0x8B, 8, flags, 1, 2, 3, 4, 0, 255]
    if flags & 4 != 0 { header += [5, 1] + [UInt8](repeating: 7, count: 261) }
    if flags & 8 != 0 { header += Array("a name\0".utf8) }
    if flags & 16 != 0 { header += Array("a comment\0".utf8) }
    if flags & 2 != 0 {
      let sum = Gzip.crc32(header)
      header += [UInt8(truncatingIfNeeded: sum), UInt8(truncatingIfNeeded: sum >> 8)]
    }
    return header + compressed[10...]
  }

  /// What `gzip` makes of some bytes: dynamic codes, long and short matches.
  static func compressed(_ bytes: [UInt8]) throws -> [UInt8] {
    try #require(try ExternalProgram.compress(bytes, with: "gzip"), "gzip is not installed")
  }

  @Test(arguments: GzipLibrary.allCases, [1, 7, 4096])
  func `members of every kind are read one after the other`(_ library: GzipLibrary, _ pieces: Int) throws {
    let text = GzipDecoderTests.text
    let deflated = try GzipDecoderTests.compressed(text)
    var (stored, expected): ([UInt8], [UInt8]) = ([], [])
    for flags in 0..<32 as Range<UInt8> {
      stored += GzipDecoderTests.member(flags, of: deflated)
      expected += text
      if flags % 3 == 0 { stored += Gzip.member([]) }
    }
    for padding in [0, 1, 600] {
      for room in [1, 13, 4096, 1 << 18] where room > 1 || padding == 0 {
        let decoded = Decoded(
          stored + [UInt8](repeating: 0, count: padding), try library.decoder(), pieces: pieces, outputBytes: room)
        #expect(decoded.error == nil, "\(decoded)")
        #expect(decoded.gave(expected), "padding \(padding), room \(room)")
      }
    }
  }

  @Test(arguments: GzipLibrary.allCases)
  func `output that ends with the buffer is whole, with and without what follows`(_ library: GzipLibrary) throws {
    let zeros = [UInt8](repeating: 0, count: 100_000)
    let stored = try GzipDecoderTests.compressed(zeros)
    for room in [255, 256, 257, 258, 50_000, 99_999, 100_000, 100_001] {
      for pieces in [1, stored.count - 8, stored.count - 1, stored.count] {
        let decoded = Decoded(stored, try library.decoder(), pieces: pieces, outputBytes: room)
        #expect(decoded.gave(zeros) && decoded.error == nil, "room \(room), pieces \(pieces): \(decoded)")
      }
    }
  }

  @Test(arguments: GzipLibrary.allCases, [1, 7, 4096])
  func `a member cut anywhere is truncated`(_ library: GzipLibrary, _ pieces: Int) throws {
    let text = GzipDecoderTests.text
    let first = GzipDecoderTests.member(31, of: try GzipDecoderTests.compressed(text))
    let stored = first + first
    for count in 1..<stored.count where count != first.count {
      let decoded = Decoded(Array(stored[..<count]), try library.decoder(), pieces: pieces)
      #expect(decoded.error == .truncated, "first \(count) bytes: \(decoded)")
      let isRight = (text + text).starts(with: decoded.bytes)
      #expect(isRight && decoded.bytes.count >= (count > first.count ? text.count : 0), "first \(count): \(decoded)")
    }
  }

  @Test(arguments: GzipLibrary.allCases)
  func `of a member whose trailer is cut all the content is given`(_ library: GzipLibrary) throws {
    let text = GzipDecoderTests.text
    let stored = try GzipDecoderTests.compressed(text)
    for missing in 1...8 {
      for room in [1, 13, 1 << 16] {
        let decoded = Decoded(Array(stored.dropLast(missing)), try library.decoder(), outputBytes: room)
        #expect(decoded.gave(text) && decoded.error == .truncated, "\(missing) short, room \(room): \(decoded)")
      }
    }
  }

  @Test(arguments: GzipLibrary.allCases, [1, 7, 4096])
  func `bytes that are no member after a member are damage`(_ library: GzipLibrary, _ pieces: Int) throws {
    let member = try GzipDecoderTests.compressed(GzipDecoderTests.text)
    for rest in [Array("garbage".utf8), [0, 0, 1], [0] + member, [0x1F, 0x8C] + member, [0x28, 0xB5, 0x2F, 0xFD]] {
      let decoded = Decoded(member + rest, try library.decoder(), pieces: pieces)
      #expect(decoded.gave(GzipDecoderTests.text))
      #expect(decoded.error == .corrupt, "\(rest.prefix(8)) \(decoded)")
    }
  }

  @Test(arguments: GzipLibrary.allCases, [1, 7, 4096])
  func `a damaged header or trailer is noticed`(_ library: GzipLibrary, _ pieces: Int) throws {
    let deflated = try GzipDecoderTests.compressed(GzipDecoderTests.text)
    let stored = GzipDecoderTests.member(2, of: deflated)
    for at in Array(0..<12) + Array((stored.count - 8)..<stored.count) {
      for mask in [1, 0x20, 0x80] as [UInt8] {
        var damaged = stored
        damaged[at] ^= mask
        let decoded = Decoded(damaged, try library.decoder(), pieces: pieces)
        #expect(decoded.error != nil, "byte \(at)")
      }
    }
    for flag in [0x20, 0x40, 0x80] as [UInt8] {
      let decoded = Decoded(GzipDecoderTests.member(flag, of: deflated), try library.decoder(), pieces: pieces)
      #expect(decoded.error == .corrupt)
      #expect(decoded.message == "the gzip data are damaged: unknown header flags set")
    }
  }
}

#if ISAL
  /// ISA-L and zlib on the same bytes.
  @Suite struct GzipLibrariesAgreeTests {
    /// zlib and ISA-L may differ in how early they see damage, never in whether: an incomplete code, which zlib refuses at
    /// once, may lead ISA-L to the end of the input.
    private func compare(_ stored: [UInt8], pieces: Int, room: Int, _ what: String) throws {
      let zlib = Decoded(stored, try ZlibDecoder(), pieces: pieces, outputBytes: room)
      let isal = Decoded(stored, try ISALDecoder(), pieces: pieces, outputBytes: room)
      #expect((zlib.error == nil) == (isal.error == nil), "\(what): \(zlib) | \(isal)")
      let common = min(zlib.bytes.count, isal.bytes.count)
      let isCommon = zlib.bytes[..<common] == isal.bytes[..<common]
      #expect(isCommon, "\(what): \(zlib) | \(isal)")
      if zlib.error == nil { #expect(zlib.bytes.count == isal.bytes.count, "\(what): \(zlib) | \(isal)") }
    }

    @Test(arguments: [(1, 4096), (7, 64), (4096, 1 << 16)])
    func `the libraries agree on every damaged byte`(_ pieces: Int, _ room: Int) throws {
      let whole = GzipDecoderTests.member(31, of: try GzipDecoderTests.compressed(GzipDecoderTests.text))
      let stored = whole + Gzip.member([1, 2, 3])
      for at in stored.indices {
        for mask in [1, 0x88] as [UInt8] {
          var damaged = stored
          damaged[at] ^= mask
          try compare(damaged, pieces: pieces, room: room, "byte \(at) ^ \(mask)")
        }
      }
    }

    /// Found by a fuzzer: ISA-L counts one byte more than there is where a distance goes too far back.
    @Test func `a count beyond the input is held at its end`() throws {
      let stored: [UInt8] =
        [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF, 0x83, 0x02, 0x41, 0x08, 0x08, 0x26] + [UInt8](repeating: 0, count: 10)
      try compare(stored, pieces: stored.count, room: 1 << 16, "counted too far")
    }

    @Test(arguments: [1, 7, 4096])
    func `the libraries agree on every first part`(_ pieces: Int) throws {
      let stored = GzipDecoderTests.member(31, of: try GzipDecoderTests.compressed(GzipDecoderTests.text))
      for count in 0...stored.count {
        try compare(Array(stored[..<count]), pieces: pieces, room: 4096, "first \(count)")
      }
    }
  }
#endif
