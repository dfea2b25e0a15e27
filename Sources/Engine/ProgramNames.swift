/// Names of programs that rules ask for; `NAME*` asks for all that begin so.
struct ProgramNames {
  private let names: Set<[UInt8]>
  /// Beginnings of names, by their first byte.
  private let prefixes: [UInt8: [[UInt8]]]
  /// For each first byte the lengths that names have, one a bit, the last bit for all longer ones: most names of an image end
  /// here.
  private let lengths: [UInt64]

  init(_ programs: Set<String>) {
    let whole = programs.filter { !$0.utf8.isEmpty && $0.utf8.last != UInt8(ascii: "*") }.map { Array($0.utf8) }
    let begun = programs.filter { $0.utf8.count > 1 && $0.utf8.last == UInt8(ascii: "*") }
      .map { Array($0.utf8.dropLast()) }
    names = Set(whole)
    prefixes = Dictionary(grouping: begun, by: { $0[0] })
    var lengths = [UInt64](repeating: 0, count: 256)
    for name in whole { lengths[Int(name[0])] |= ProgramNames.bit(name.count) }
    for first in prefixes.keys { lengths[Int(first)] = .max }
    self.lengths = lengths
  }

  private static func bit(_ count: Int) -> UInt64 { 1 << UInt64(min(count, 63)) }

  func contains(_ name: ArraySlice<UInt8>) -> Bool {
    guard let first = name.first, lengths[Int(first)] & ProgramNames.bit(name.count) != 0 else { return false }
    if let prefixes = prefixes[first], prefixes.contains(where: { name.starts(with: $0) }) { return true }
    return names.contains(Array(name))
  }
}
