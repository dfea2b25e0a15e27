/// Finds the name that was probably meant.
enum NearestName {
  /// The candidate with the fewest differing letters: at most two, and fewer than half of the name's.
  ///
  /// - Complexity: bounded; at most 4,096 candidates of at most 32 bytes are compared.
  static func to(_ name: String, among candidates: some Sequence<String>) -> String? {
    let wanted = Array(name.lowercased().utf8)
    guard (1...32).contains(wanted.count) else { return nil }
    var best: (name: String, distance: Int)?
    for candidate in candidates.prefix(4_096) {
      let other = Array(candidate.lowercased().utf8.prefix(33))
      guard (1...32).contains(other.count), abs(other.count - wanted.count) <= 2 else { continue }
      let distance = distance(wanted, other)
      guard distance <= 2, distance * 2 < max(wanted.count, 1), distance < best?.distance ?? 3 else { continue }
      best = (candidate, distance)
    }
    return best?.name
  }

  /// How many letters must be added, dropped or changed (Levenshtein).
  private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var row = Array(0...right.count)
    for (at, byte) in left.enumerated() {
      var diagonal = row[0]
      row[0] = at + 1
      for (column, other) in right.enumerated() {
        let above = row[column + 1]
        row[column + 1] = min(above + 1, row[column] + 1, diagonal + (byte == other ? 0 : 1))
        diagonal = above
      }
    }
    return row[right.count]
  }
}
