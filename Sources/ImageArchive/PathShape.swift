/// What one pass over a name tells, eight bytes at a time.
struct PathShape {
  /// Whether no component is empty or begins with a dot: then it is in its normal form and holds no deletion mark.
  let isPlain: Bool
  /// Where the last `/` is; -1 when there is none.
  let lastSlash: Int

  init(_ path: UnsafeBufferPointer<UInt8>) {
    let bytes = UnsafeRawBufferPointer(path)
    var slash = -1
    var odd: UInt64 = bytes.isEmpty ? 1 : 0
    // Bit 7 of a byte that begins a component; the first one does.
    var carry: UInt64 = 0x80
    var at = 0
    while at < bytes.count {
      let word = PathShape.word(bytes, at)
      let slashes = word.equalBytes(0x2F2F_2F2F_2F2F_2F2F)
      let dots = word.equalBytes(0x2E2E_2E2E_2E2E_2E2E)
      odd |= (slashes << 8 | carry) & (slashes | dots)
      carry = slashes >> 56
      if slashes != 0 { slash = at + 7 - slashes.leadingZeroBitCount / 8 }
      at += 8
    }
    (isPlain, lastSlash) = (odd == 0 && slash != bytes.count - 1, slash)
  }

  /// Eight bytes, or those that are left with zeros after them.
  @inline(__always)
  private static func word(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> UInt64 {
    let left = bytes.count - at
    if left >= 8 { return UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)) }
    if bytes.count >= 8 {
      let last = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self))
      return last >> UInt64(8 * (8 - left))
    }
    var word: UInt64 = 0
    for index in 0..<left { word |= UInt64(bytes[at + index]) << UInt64(8 * index) }
    return word
  }
}
