/// Names of programs that rules ask for; `NAME*` asks for all that begin so.
///
/// Every scan makes it anew, so it holds places in one text and no strings.
struct ProgramNames: Sendable {
  /// Where a name is in the text. To make ready the type `Range<Int>` takes longer than to make the table.
  private struct Place: Sendable {
    var start: Int
    var end: Int

    var count: Int { end - start }
  }

  private let text: [UInt8]
  /// Whole names by their hash; an empty place where there is none.
  private var slots: [Place]
  /// Beginnings of names, by their first byte.
  private var prefixes: [[Place]]
  /// For each first byte the lengths that names have, one a bit, the last bit for all longer ones: most names of an image end
  /// here.
  private var lengths: [UInt64]

  /// - Parameter names: between blanks.
  init(_ names: String) {
    text = Array(names.utf8)
    lengths = [UInt64](repeating: 0, count: 256)
    prefixes = [[Place]](repeating: [], count: 256)
    var room = 64
    let count = text.reduce(1) { $1 <= 32 ? $0 + 1 : $0 }
    while room < 2 * count { room *= 2 }
    slots = [Place](repeating: Place(start: 0, end: 0), count: room)
    var start = 0
    for end in 0...text.count where end == text.count || text[end] <= 32 {
      if end > start { insert(Place(start: start, end: end)) }
      start = end + 1
    }
  }

  private mutating func insert(_ place: Place) {
    let first = Int(text[place.start])
    if text[place.end - 1] == UInt8(ascii: "*") {
      guard place.count > 1 else { return }
      prefixes[first].append(Place(start: place.start, end: place.end - 1))
      lengths[first] = .max
    } else {
      lengths[first] |= ProgramNames.bit(place.count)
      slots[slot(of: name(at: place))] = place
    }
  }

  private func name(at place: Place) -> ArraySlice<UInt8> { text[place.start..<place.end] }

  private static func bit(_ count: Int) -> UInt64 { 1 << UInt64(min(count, 63)) }

  /// Where a name is, or the empty slot where it would be. Less than half of the slots are ever taken.
  private func slot(of name: ArraySlice<UInt8>) -> Int {
    var hash: UInt32 = 2_166_136_261
    for byte in name { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    var slot = Int(hash ^ hash >> 15) & (slots.count - 1)
    while slots[slot].count > 0, slots[slot].count != name.count || !self.name(at: slots[slot]).elementsEqual(name) {
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }

  func contains(_ name: ArraySlice<UInt8>) -> Bool {
    guard let first = name.first, lengths[Int(first)] & ProgramNames.bit(name.count) != 0 else { return false }
    return prefixes[Int(first)].contains { name.starts(with: self.name(at: $0)) } || slots[slot(of: name)].count > 0
  }
}
