/// The names of large directories: a hash table from (directory, name) to node, open addressing, eight bytes a slot.
///
/// A slot holds a node and half of its hash, so that nearly every name that is compared is the one and the table can grow
/// without a look at the names. The names live in the file system's own storage; the caller compares them.
struct NameTable: Sendable {
  private static let empty = UInt64.max
  private static let removed = UInt64.max - 1

  private var slots = ContiguousArray(repeating: NameTable.empty, count: 64)
  /// Slots that are not empty.
  private var used = 0

  /// Where the probe sequence of a slot's hash starts.
  @inline(__always)
  private func start(_ hash: UInt64) -> Int { Int(((hash >> 32) &* UInt64(slots.count)) >> 32) }

  @inline(__always)
  private func slot(_ node: Int32, _ hash: UInt64) -> UInt64 {
    (hash & 0xFFFF_FFFF_0000_0000) | UInt64(UInt32(bitPattern: node))
  }

  /// The first node on the probe sequence of `hash` for which `matches` holds.
  @inline(__always)
  func find(_ hash: UInt64, _ matches: (Int32) -> Bool) -> Int32? {
    let slots = slots.span
    var at = start(hash)
    while true {
      let slot = slots[at]
      if slot == NameTable.empty { return nil }
      let node = Int32(truncatingIfNeeded: slot)
      // The node of a removed slot is none.
      if slot >> 32 == hash >> 32, node >= 0, matches(node) { return node }
      at += 1
      if at == slots.count { at = 0 }
    }
  }

  mutating func insert(_ node: Int32, hash: UInt64) {
    if (used + 1) * 4 > slots.count * 3 { grow() }
    put(slot(node, hash))
  }

  private mutating func put(_ slot: UInt64) {
    var at = start(slot)
    while slots[at] < NameTable.removed {
      at += 1
      if at == slots.count { at = 0 }
    }
    if slots[at] == NameTable.empty { used += 1 }
    slots[at] = slot
  }

  private mutating func grow() {
    let old = slots
    slots = ContiguousArray(repeating: NameTable.empty, count: old.count * 3 / 2)
    used = 0
    for slot in old where slot < NameTable.removed { put(slot) }
  }

  mutating func remove(_ node: Int32, hash: UInt64) {
    let wanted = slot(node, hash)
    var at = start(hash)
    while slots[at] != wanted {
      if slots[at] == NameTable.empty { return }
      at += 1
      if at == slots.count { at = 0 }
    }
    slots[at] = NameTable.removed
  }
}
