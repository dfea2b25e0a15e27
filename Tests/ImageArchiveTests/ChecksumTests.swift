import Testing

@testable import ImageArchive

@Suite struct ChecksumTests {
  private static func sum(_ bytes: [UInt8]) -> [UInt8] { bytes.withUnsafeBytes { Checksum(of: $0).bytes } }

  @Test(arguments: [1, 7, 8, 31, 32, 33, 64, 100])
  func `one changed bit, one byte more or less, and parts that change places show`(_ count: Int) {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let sum = ChecksumTests.sum(bytes)
    #expect(sum.count == Checksum.byteCount)
    for index in bytes.indices {
      for bit in 0..<8 {
        var other = bytes
        other[index] ^= 1 << UInt8(bit)
        #expect(ChecksumTests.sum(other) != sum)
      }
    }
    #expect(ChecksumTests.sum(bytes + [0]) != sum)
    #expect(ChecksumTests.sum(Array(bytes.dropLast())) != sum)
    if count > 1 { #expect(ChecksumTests.sum(Array(bytes.dropFirst() + bytes.prefix(1))) != sum) }
  }
}
