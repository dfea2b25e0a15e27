import Glibc

/// The directory parts of a layer's entries, each once, in one store.
///
/// Entries of one directory usually follow each other, so the last one is tried first. A layer has up to as many
/// directories as entries: an array of arrays would cost more than the entries do.
public struct DirectoryTable: Sendable {
  /// All paths, one after another.
  public private(set) var bytes: ContiguousArray<UInt8> = []
  /// Where each directory ends in `bytes`.
  private var ends: ContiguousArray<UInt32> = []
  /// Open addressing: number + 1, 0 for an empty slot.
  private var slots: ContiguousArray<UInt32> = []
  private var last: UInt32?
  private let hasher = NameHasher()

  public var count: Int { ends.count }

  /// Bytes of all paths.
  public var byteCount: Int { bytes.count }

  /// A directory's path: normalised, relative to the root, without slashes at its ends.
  public subscript(number: Int) -> ArraySlice<UInt8> {
    ArraySlice(bytes[range(of: number)])
  }

  /// Where a directory's path is in `bytes`.
  public func range(of number: Int) -> Range<Int> { start(number)..<Int(ends[number]) }

  private func start(_ number: Int) -> Int { number == 0 ? 0 : Int(ends[number - 1]) }

  /// The number of a directory; a new one gets the next.
  mutating func number(of path: UnsafeBufferPointer<UInt8>) -> UInt32 {
    if let last, matches(Int(last), path) { return last }
    if (ends.count + 1) * 3 > slots.count * 2 { grow() }
    let slot = slot(of: path)
    if slots[slot] == 0 {
      bytes.append(contentsOf: path)
      ends.append(UInt32(bytes.count))
      slots[slot] = UInt32(ends.count)
    }
    let number = slots[slot] - 1
    last = number
    return number
  }

  /// The number of a directory that is there.
  func find(_ path: UnsafeBufferPointer<UInt8>) -> UInt32? {
    guard !slots.isEmpty else { return nil }
    let known = slots[slot(of: path)]
    return known == 0 ? nil : known - 1
  }

  /// Where a directory's number is, or the empty slot where it would be.
  private func slot(of path: UnsafeBufferPointer<UInt8>) -> Int {
    let mask = slots.count - 1
    var at = Int(truncatingIfNeeded: hasher.hash(UnsafeRawBufferPointer(path))) & mask
    while slots[at] != 0, !matches(Int(slots[at] - 1), path) { at = (at + 1) & mask }
    return at
  }

  private func matches(_ number: Int, _ path: UnsafeBufferPointer<UInt8>) -> Bool {
    let from = start(number)
    guard Int(ends[number]) - from == path.count else { return false }
    guard let base = path.baseAddress else { return true }
    return bytes.withUnsafeBufferPointer { all in
      all.baseAddress.map { memcmp($0 + from, base, path.count) == 0 } ?? false
    }
  }

  private mutating func grow() {
    slots = ContiguousArray(repeating: 0, count: max(64, slots.count * 2))
    let mask = slots.count - 1
    for number in ends.indices {
      let path = bytes.withUnsafeBufferPointer { all in
        hasher.hash(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(all)[range(of: number)]))
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
