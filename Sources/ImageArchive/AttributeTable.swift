/// Mode and owner of an entry.
public struct EntryAttributes: Hashable, Sendable {
  /// Permission bits, 07777.
  public var mode: UInt16
  public var uid: UInt32
  public var gid: UInt32
}

/// The combinations of mode and owner in a layer, each once: a million entries have some dozens of them.
public struct AttributeTable: Sendable {
  private static let recentCount = 64

  private var all: ContiguousArray<EntryAttributes> = []
  private var numbers: [EntryAttributes: UInt32] = [:]
  /// Numbers met lately, plus one, by a few bits of the combination; 0 for none.
  private var recent = ContiguousArray<UInt32>(repeating: 0, count: AttributeTable.recentCount)

  public var count: Int { all.count }

  public subscript(number: Int) -> EntryAttributes { all[number] }

  /// The number of a combination; a new one gets the next.
  mutating func number(of attributes: EntryAttributes) -> UInt32 {
    let mixed = (UInt32(attributes.mode) ^ attributes.uid &* 31 ^ attributes.gid &* 17) &* 0x9E37_79B1
    let slot = Int(mixed >> 26)
    let known = recent[slot]
    if known != 0, all[Int(known - 1)] == attributes { return known - 1 }
    let number = found(attributes)
    recent[slot] = number + 1
    return number
  }

  private mutating func found(_ attributes: EntryAttributes) -> UInt32 {
    if let number = numbers[attributes] { return number }
    let number = UInt32(all.count)
    all.append(attributes)
    numbers[attributes] = number
    return number
  }

  /// Adds the next combination of a table that was kept.
  mutating func restore(_ attributes: EntryAttributes) { all.append(attributes) }
}
