/// A sum of bytes that tells damage, and nothing about who wrote them.
///
/// Four sums side by side take every fourth word; each step can be undone, so that one changed word always shows.
struct Checksum: Equatable {
  /// How many bytes one takes.
  static let byteCount = 8

  private let value: UInt64

  init(of bytes: UnsafeRawBufferPointer) {
    var (first, second, third, fourth): (UInt64, UInt64, UInt64, UInt64) = (1, 2, 3, 4)
    var at = 0
    while at + 32 <= bytes.count {
      first = Checksum.step(first, bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      second = Checksum.step(second, bytes.loadUnaligned(fromByteOffset: at + 8, as: UInt64.self))
      third = Checksum.step(third, bytes.loadUnaligned(fromByteOffset: at + 16, as: UInt64.self))
      fourth = Checksum.step(fourth, bytes.loadUnaligned(fromByteOffset: at + 24, as: UInt64.self))
      at += 32
    }
    var sum = UInt64(bytes.count)
    for lane in [first, second, third, fourth] { sum = Checksum.step(sum, lane) }
    while at < bytes.count {
      sum = Checksum.step(sum, UInt64(bytes[at]))
      at += 1
    }
    value = sum ^ (sum >> 32)
  }

  @inline(__always)
  private static func step(_ sum: UInt64, _ word: UInt64) -> UInt64 {
    let mixed = (sum ^ word.littleEndian) &* 0x9E37_79B9_7F4A_7C15
    return mixed ^ (mixed >> 29)
  }

  /// The sum as it is written, the low byte first.
  var bytes: [UInt8] { (0..<Checksum.byteCount).map { UInt8(truncatingIfNeeded: value >> UInt64($0 * 8)) } }
}
