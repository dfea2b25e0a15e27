import Core

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
      let distance = EditDistance.between(wanted, other)
      guard distance <= 2, distance * 2 < max(wanted.count, 1), distance < best?.distance ?? 3 else { continue }
      best = (candidate, distance)
    }
    return best?.name
  }
}
