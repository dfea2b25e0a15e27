/// A hash table from (directory, name) to node, open addressing, four bytes a slot.
///
/// A slot holds a node and, in the bits that nodes leave free, some of its hash, so that nearly every name that is compared
/// is the one. The names live in the file system's own storage; the caller compares them. The seed is drawn anew for each
/// run, so that an archive cannot be made to collide; no result depends on it.
struct NameTable: Sendable {
  private static let empty = UInt32.max
  private static let removed = UInt32.max - 1

  private var slots: ContiguousArray<UInt32>
  private var used = 0
  private let seed: UInt64
  /// Bits of a slot that are the node's.
  private let nodeBits: UInt32

  /// - Parameter nodeLimit: how many nodes there may be.
  init(nodeLimit: Int) {
    slots = ContiguousArray(repeating: NameTable.empty, count: 64)
    seed = UInt64.random(in: .min ... .max)
    // One bit more than needed: no node looks like a slot without one.
    nodeBits = min(32, UInt32(64 - max(0, nodeLimit).leadingZeroBitCount) + 1)
  }

  @inline(__always)
  func hash(parent: Int32, name: Span<UInt8>) -> UInt64 {
    var state = seed ^ (UInt64(UInt32(bitPattern: parent)) &* 0x9E37_79B9_7F4A_7C15)
    var at = 0
    while at + 8 <= name.count {
      var word: UInt64 = 0
      for offset in 0..<8 { word |= UInt64(name[at + offset]) << (8 * UInt64(offset)) }
      state = (state ^ word) &* 0x9FB2_1C65_1E98_DF25
      state ^= state >> 32
      at += 8
    }
    var rest = UInt64(name.count) << 56
    while at < name.count {
      rest = rest << 8 | UInt64(name[at])
      at += 1
    }
    state = (state ^ rest) &* 0xD6E8_FEB8_6659_FD93
    state ^= state >> 32
    state = state &* 0xD6E8_FEB8_6659_FD93
    return state ^ (state >> 32)
  }

  /// Where the probe sequence of a hash starts: its high half, spread over the slots.
  @inline(__always)
  private func start(_ hash: UInt64) -> Int { Int(((hash >> 32) &* UInt64(slots.count)) >> 32) }

  @inline(__always)
  private func slot(_ node: Int32, _ hash: UInt64) -> UInt32 { UInt32(bitPattern: node) | tag(hash) }

  @inline(__always)
  private func tag(_ hash: UInt64) -> UInt32 {
    nodeBits >= 32 ? 0 : UInt32(truncatingIfNeeded: hash) << nodeBits
  }

  @inline(__always)
  private func node(_ slot: UInt32) -> Int32 {
    Int32(bitPattern: nodeBits >= 32 ? slot : slot & (1 << nodeBits - 1))
  }

  /// The first node on the probe sequence of `hash` for which `matches` holds.
  @inline(__always)
  func find(_ hash: UInt64, _ matches: (Int32) -> Bool) -> Int32? {
    let slots = slots.span
    let tag = tag(hash)
    var at = start(hash)
    while true {
      let slot = slots[at]
      if slot == NameTable.empty { return nil }
      if slot != NameTable.removed {
        let node = node(slot)
        if slot == UInt32(bitPattern: node) | tag, matches(node) { return node }
      }
      at += 1
      if at == slots.count { at = 0 }
    }
  }

  /// Whether `insert` would fill the table beyond three quarters; then it must be made anew first.
  var needsRoom: Bool { (used + 1) * 4 > slots.count * 3 }

  mutating func insert(_ node: Int32, hash: UInt64) {
    var at = start(hash)
    while slots[at] < NameTable.removed {
      at += 1
      if at == slots.count { at = 0 }
    }
    if slots[at] == NameTable.empty { used += 1 }
    slots[at] = slot(node, hash)
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

  func hasRoom(for count: Int) -> Bool { slots.count >= NameTable.slotCount(count) }

  private static func slotCount(_ count: Int) -> Int { max(64, count * 7 / 5) }

  /// Starts over with room for `count` nodes.
  mutating func clear(roomFor count: Int) {
    slots = ContiguousArray(repeating: NameTable.empty, count: NameTable.slotCount(count))
    used = 0
  }
}
