/// A hash table from (directory, name) to node, open addressing, four bytes a slot.
///
/// The names live in the file system's own storage; the caller compares them. The seed is drawn anew for each run, so that
/// an archive cannot be made to collide; no result depends on it.
struct NameTable: Sendable {
  private static let empty: Int32 = -1
  private static let removed: Int32 = -2

  private(set) var slots: ContiguousArray<Int32>
  private var used = 0
  private let seed: UInt64

  init() {
    slots = ContiguousArray(repeating: NameTable.empty, count: 64)
    seed = UInt64.random(in: .min ... .max)
  }

  @inline(__always)
  func hash(parent: Int32, name: Span<UInt8>) -> UInt64 {
    var state = seed ^ (UInt64(UInt32(bitPattern: parent)) &* 0x9E37_79B9_7F4A_7C15)
    for index in name.indices {
      state = (state ^ UInt64(name[index])) &* 0x0000_0100_0000_01B3
      state ^= state >> 29
    }
    state = (state ^ (state >> 32)) &* 0xD6E8_FEB8_6659_FD93
    return state ^ (state >> 32)
  }

  /// The first node on the probe sequence of `hash` for which `matches` holds.
  @inline(__always)
  func find(_ hash: UInt64, _ matches: (Int32) -> Bool) -> Int32? {
    let mask = UInt64(slots.count - 1)
    var at = hash & mask
    while true {
      let slot = slots[Int(at)]
      if slot == NameTable.empty { return nil }
      if slot >= 0, matches(slot) { return slot }
      at = (at + 1) & mask
    }
  }

  /// Whether `insert` would fill the table beyond two thirds; then `rebuild` comes first.
  var needsRoom: Bool { (used + 1) * 3 > slots.count * 2 }

  mutating func insert(_ node: Int32, hash: UInt64) {
    let mask = UInt64(slots.count - 1)
    var at = hash & mask
    while slots[Int(at)] >= 0 { at = (at + 1) & mask }
    if slots[Int(at)] == NameTable.empty { used += 1 }
    slots[Int(at)] = node
  }

  mutating func remove(_ node: Int32, hash: UInt64) {
    let mask = UInt64(slots.count - 1)
    var at = hash & mask
    while slots[Int(at)] != node {
      if slots[Int(at)] == NameTable.empty { return }
      at = (at + 1) & mask
    }
    slots[Int(at)] = NameTable.removed
  }

  /// Starts over with room for `count` nodes.
  mutating func clear(roomFor count: Int) {
    var size = 64
    while size * 2 < count * 3 { size *= 2 }
    slots = ContiguousArray(repeating: NameTable.empty, count: size)
    used = 0
  }
}
