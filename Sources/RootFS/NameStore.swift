import ImageArchive

/// Names one after another, each behind its length (seven bits a byte, the low ones first), and link targets without.
struct NameStore: Sendable {
  private(set) var bytes: ContiguousArray<UInt8> = []

  /// Whether one more name and its target would leave what a number of four bytes can point to.
  var isFull: Bool { bytes.count > Int(UInt32.max) - (1 << 20) }

  /// - Returns: where the name is.
  mutating func append(_ name: Span<UInt8>) -> UInt32 {
    let start = UInt32(bytes.count)
    var rest = name.count
    while rest > 0x7F {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
    bytes.append(bytes: name)
    return start
  }

  mutating func append(target: Span<UInt8>) -> LinkTarget {
    defer { bytes.append(bytes: target) }
    return LinkTarget(start: UInt32(bytes.count), length: UInt32(target.count))
  }

  @inline(__always)
  func range(at start: UInt32) -> Range<Int> {
    var at = Int(start)
    var count = Int(bytes[at] & 0x7F)
    var shift = 7
    while bytes[at] & 0x80 != 0 {
      at += 1
      count |= Int(bytes[at] & 0x7F) << shift
      shift += 7
    }
    return (at + 1)..<(at + 1 + count)
  }

  func name(at start: UInt32) -> ArraySlice<UInt8> { bytes[range(at: start)] }

  func target(_ target: LinkTarget) -> ArraySlice<UInt8> {
    bytes[Int(target.start)..<(Int(target.start) + Int(target.length))]
  }

  @inline(__always)
  func matches(_ start: UInt32, _ name: Span<UInt8>) -> Bool {
    isSame(bytes.span.extracting(range(at: start)), name)
  }

  mutating func reserve(_ count: Int) {
    if bytes.count + count > bytes.capacity { bytes.reserveCapacity(max(bytes.count + count, bytes.count * 5 / 4)) }
  }
}
