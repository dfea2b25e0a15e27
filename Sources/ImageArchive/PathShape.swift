/// What one pass over a name tells, many bytes at a time.
struct PathShape {
  /// Whether no component is empty or begins with a dot: then it is in its normal form and holds no deletion mark.
  private(set) var isPlain = false
  /// Where the last `/` is; -1 when there is none.
  private(set) var lastSlash = -1

  init(_ path: UnsafeBufferPointer<UInt8>) {
    guard let first = path.first, let last = path.last, let start = path.baseAddress else { return }
    let bytes = UnsafeRawPointer(start)
    isPlain = first | 1 != 47 && last != 47 && !PathShape.hasOddComponent(bytes, path.count)
    lastSlash = PathShape.lastSlash(bytes, path.count)
  }

  /// Whether a `/` is followed by `/` or `.`, which are the same but for bit 0.
  private static func hasOddComponent(_ bytes: UnsafeRawPointer, _ count: Int) -> Bool {
    var at = 1
    if count <= 16 {
      var previous = bytes.load(as: UInt8.self)
      while at < count {
        let byte = bytes.load(fromByteOffset: at, as: UInt8.self)
        if previous == 47, byte | 1 == 47 { return true }
        previous = byte
        at += 1
      }
      return false
    }
    var found = SIMD2<UInt64>(repeating: 0)
    while at + 16 <= count {
      found |= oddPairs(bytes + at)
      at += 16
    }
    // The last sixteen once more, whatever of them was seen.
    found |= oddPairs(bytes + count - 16)
    return found[0] | found[1] != 0
  }

  /// Looks at sixteen bytes and those before them.
  @inline(__always)
  private static func oddPairs(_ bytes: UnsafeRawPointer) -> SIMD2<UInt64> {
    let slash = SIMD16<UInt8>(repeating: 47)
    let bytesBefore = (bytes - 1).loadUnaligned(as: SIMD16<UInt8>.self)
    let these = bytes.loadUnaligned(as: SIMD16<UInt8>.self) | SIMD16<UInt8>(repeating: 1)
    return unsafeBitCast((bytesBefore .== slash) .& (these .== slash), to: SIMD2<UInt64>.self)
  }

  private static func lastSlash(_ bytes: UnsafeRawPointer, _ count: Int) -> Int {
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    var at = count
    while at >= 8 {
      let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at - 8, as: UInt64.self))
      let differing = word ^ 0x2F2F_2F2F_2F2F_2F2F
      // A bit 7 in each byte that is a slash, and nothing else.
      let slashes = ~(((differing & low) &+ low) | differing | low)
      if slashes != 0 { return at - 1 - slashes.leadingZeroBitCount / 8 }
      at -= 8
    }
    while at > 0, bytes.load(fromByteOffset: at - 1, as: UInt8.self) != 47 { at -= 1 }
    return at - 1
  }
}
