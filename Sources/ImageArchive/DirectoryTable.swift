import Glibc

/// The directory parts of a layer's entries, each once, in one store.
///
/// Entries of one directory usually follow each other, so the last one is tried first. A layer has up to as many
/// directories as entries: an array of arrays would cost more than the entries do.
public struct DirectoryTable: Sendable {
  private var bytes: ContiguousArray<UInt8> = []
  /// Where each directory ends in `bytes`.
  private var ends: ContiguousArray<UInt32> = []
  /// Open addressing: number + 1, 0 for an empty slot.
  private var slots: ContiguousArray<UInt32> = []
  private var last: UInt32?
  private let seed = UInt64.random(in: .min ... .max)

  public var count: Int { ends.count }

  /// Bytes of all paths.
  public var byteCount: Int { bytes.count }

  /// A directory's path: normalised, relative to the root, without slashes at its ends.
  public subscript(number: Int) -> ArraySlice<UInt8> {
    ArraySlice(bytes[start(number)..<Int(ends[number])])
  }

  private func start(_ number: Int) -> Int { number == 0 ? 0 : Int(ends[number - 1]) }

  /// The number of a directory; a new one gets the next.
  mutating func number(of path: UnsafeBufferPointer<UInt8>) -> UInt32 {
    if let last, matches(Int(last), path) { return last }
    if (ends.count + 1) * 3 > slots.count * 2 { grow() }
    let mask = slots.count - 1
    var at = Int(truncatingIfNeeded: hash(path)) & mask
    while slots[at] != 0 {
      let known = slots[at] - 1
      if matches(Int(known), path) {
        last = known
        return known
      }
      at = (at + 1) & mask
    }
    let number = UInt32(ends.count)
    bytes.append(contentsOf: path)
    ends.append(UInt32(bytes.count))
    slots[at] = number + 1
    last = number
    return number
  }

  private func matches(_ number: Int, _ path: UnsafeBufferPointer<UInt8>) -> Bool {
    let from = start(number)
    guard Int(ends[number]) - from == path.count else { return false }
    guard let base = path.baseAddress else { return true }
    return bytes.withUnsafeBufferPointer { all in
      all.baseAddress.map { memcmp($0 + from, base, path.count) == 0 } ?? false
    }
  }

  /// Eight bytes a step: paths are long, and each change of directory is hashed.
  private func hash(_ path: UnsafeBufferPointer<UInt8>) -> UInt64 {
    let raw = UnsafeRawBufferPointer(path)
    var state = seed ^ UInt64(path.count)
    var at = 0
    while at + 8 <= raw.count {
      state = (state ^ raw.loadUnaligned(fromByteOffset: at, as: UInt64.self)) &* 0x9E37_79B9_7F4A_7C15
      state ^= state >> 32
      at += 8
    }
    var rest: UInt64 = 0
    while at < raw.count {
      rest = rest << 8 | UInt64(raw[at])
      at += 1
    }
    state = (state ^ rest) &* 0xD6E8_FEB8_6659_FD93
    return state ^ (state >> 32)
  }

  private mutating func grow() {
    slots = ContiguousArray(repeating: 0, count: max(64, slots.count * 2))
    let mask = slots.count - 1
    for number in ends.indices {
      let path = bytes.withUnsafeBufferPointer { all in
        hash(UnsafeBufferPointer(rebasing: all[start(number)..<Int(ends[number])]))
      }
      var at = Int(truncatingIfNeeded: path) & mask
      while slots[at] != 0 { at = (at + 1) & mask }
      slots[at] = UInt32(number) + 1
    }
  }

  /// Adds the next directory of a table that was kept; no more can be looked up then.
  mutating func restore(_ path: ArraySlice<UInt8>) {
    bytes.append(contentsOf: path)
    ends.append(UInt32(bytes.count))
  }

  /// Frees what only adding needs.
  mutating func close() { slots = [] }
}
