import Glibc

/// Hashing and comparing of names, eight bytes a step.
///
/// The seed is drawn anew for each table, so that an archive cannot be made to collide; no result may depend on it.
public struct NameHasher: Sendable {
  private let seed = UInt64.random(in: .min ... .max)

  public init() {}

  /// The hash of a name; all bits are equally good.
  public func hash(_ name: Span<UInt8>) -> UInt64 { name.withUnsafeBytes { hash($0) } }

  func hash(_ raw: UnsafeRawBufferPointer) -> UInt64 {
    var state = seed ^ UInt64(raw.count)
    let count = raw.count
    guard count >= 8 else { return NameHasher.mix(NameHasher.mix(state ^ NameHasher.few(raw))) }
    var at = 0
    while at + 8 < count {
      state = NameHasher.mix(state ^ raw.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      at += 8
    }
    // The last eight bytes, whatever of them was seen.
    return NameHasher.mix(NameHasher.mix(state ^ raw.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)))
  }

  /// Up to seven bytes; which they are follows from the number and their count.
  @inline(__always)
  private static func few(_ raw: UnsafeRawBufferPointer) -> UInt64 {
    let count = raw.count
    if count >= 4 {
      return UInt64(raw.loadUnaligned(as: UInt32.self)) << 32
        | UInt64(raw.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self))
    }
    if count == 0 { return 0 }
    return UInt64(raw[0]) << 16 | UInt64(raw[count / 2]) << 8 | UInt64(raw[count - 1])
  }

  /// The hash of a name in a directory, from that of the name and the directory's number.
  public static func combine(_ hash: UInt64, _ directory: Int32) -> UInt64 {
    mix(hash ^ (UInt64(UInt32(bitPattern: directory)) &* 0x9E37_79B9_7F4A_7C15))
  }

  @inline(__always)
  private static func mix(_ state: UInt64) -> UInt64 {
    let product = state.multipliedFullWidth(by: 0x9FB2_1C65_1E98_DF25)
    return product.high ^ product.low
  }
}

/// Whether two names are the same bytes.
public func isSame(_ one: Span<UInt8>, _ other: Span<UInt8>) -> Bool {
  guard one.count == other.count else { return false }
  return one.withUnsafeBufferPointer { one in
    other.withUnsafeBufferPointer { other in
      guard let left = one.baseAddress, let right = other.baseAddress else { return true }
      return memcmp(left, right, one.count) == 0
    }
  }
}

/// How many bytes two paths have in common at their beginning.
public func commonPrefix(_ one: Span<UInt8>, _ other: Span<UInt8>) -> Int {
  let count = min(one.count, other.count)
  return one.withUnsafeBytes { one in
    other.withUnsafeBytes { other in
      var at = 0
      while at + 8 <= count {
        let differing =
          one.loadUnaligned(fromByteOffset: at, as: UInt64.self)
          ^ other.loadUnaligned(fromByteOffset: at, as: UInt64.self)
        if differing != 0 { return at + differing.littleEndian.trailingZeroBitCount / 8 }
        at += 8
      }
      while at < count, one[at] == other[at] { at += 1 }
      return at
    }
  }
}

extension ContiguousArray<UInt8> {
  /// Adds the bytes of a name at the end.
  public mutating func append(bytes name: Span<UInt8>) { name.withUnsafeBufferPointer { append(contentsOf: $0) } }
}
