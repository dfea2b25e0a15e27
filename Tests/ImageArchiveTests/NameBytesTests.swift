import Testing

@testable import ImageArchive

@Suite struct NameBytesTests {
  @Test(arguments: 0...40)
  func `every byte counts in hashing, comparing and finding the common beginning`(_ count: Int) {
    let hasher = NameHasher()
    let name = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ 1) }
    let copy = name + []
    #expect(isSame(name.span, copy.span) && hasher.hash(name.span) == hasher.hash(copy.span))
    #expect(commonPrefix(name.span, copy.span) == count)
    let longer = name + [0]
    #expect(!isSame(name.span, longer.span) && hasher.hash(name.span) != hasher.hash(longer.span))
    #expect(commonPrefix(name.span, longer.span) == count)
    for index in name.indices {
      var other = name
      other[index] ^= 0x80
      #expect(!isSame(name.span, other.span) && hasher.hash(name.span) != hasher.hash(other.span))
      #expect(commonPrefix(name.span, other.span) == index)
    }
  }

  @Test func `a name has another hash in another directory and another table`() {
    let name = Array("bin".utf8)
    let hash = NameHasher().hash(name.span)
    #expect(NameHasher.combine(hash, 1) != NameHasher.combine(hash, 2))
    #expect(NameHasher().hash(name.span) != hash)
  }
}
