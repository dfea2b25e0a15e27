import Testing

@testable import Reports

@Suite struct SHA1Tests {
  /// Source: FIPS 180-4 examples; RFC 3174, section 7.3.
  @Test(arguments: [
    ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
    ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
    ("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "84983e441c3bd26ebaae4aa1f95129e5e54670f1"),
    (String(repeating: "a", count: 1_000_000), "34aa973cd4c4daa4f61eeb2bdbad27316534016f"),
  ])
  func `digests are the standard's`(_ text: String, _ digest: String) {
    #expect(SHA1.hex(of: Array(text.utf8)) == digest)
  }

  @Test func `every length of the last block is padded`() {
    let digests = Set((54...66).map { SHA1.hex(of: [UInt8](repeating: 0x61, count: $0)) })
    #expect(digests.count == 13)
    // By sha1sum.
    #expect(digests.contains("c1c8bbdc22796e28c0e15163d20899b65621d65a"))
  }
}
