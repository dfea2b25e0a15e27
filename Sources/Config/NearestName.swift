import Core

/// The name that was meant.
enum NearestName {
  /// Longer words are not worth the search.
  private static let longest = 48

  /// The nearest of some names, letter case aside; nil when none is near. Of several the first.
  static func of(_ text: String, among names: some Sequence<String>) -> String? {
    guard text.utf8.count <= longest else { return nil }
    let wanted = Array(text.lowercased().utf8)
    var best: (name: String, distance: Int)?
    for name in names where abs(name.utf8.count - wanted.count) <= 3 {
      let other = Array(name.lowercased().utf8)
      let distance = EditDistance.between(wanted, other)
      guard distance <= min(3, max(1, min(wanted.count, other.count) / 3)), distance < best?.distance ?? Int.max else {
        continue
      }
      best = (name, distance)
    }
    return best?.name
  }

  /// The end of a message: ``; did you mean `fail-on`?``; empty when nothing is near.
  static func remark(_ text: String, among names: some Sequence<String>) -> String {
    of(text, among: names).map { "; did you mean `\($0)`?" } ?? ""
  }
}
