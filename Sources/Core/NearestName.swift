/// The name that was meant by one that is not known.
public enum NearestName {
  /// Longer words are not worth the search.
  private static let longest = 48

  /// The nearest of some names, letter case aside; nil when none is near. Of several the first.
  public static func of(_ text: String, among names: some Sequence<String>) -> String? {
    several(text, among: names, most: 1).first
  }

  /// The names that are near, letter case aside, the nearest first; of those that are equally near the first.
  ///
  /// Near is at most a third of the letters, and at most three.
  ///
  /// - Complexity: O(names), each of a bounded length.
  public static func several(_ text: String, among names: some Sequence<String>, most: Int) -> [String] {
    guard text.utf8.count <= longest else { return [] }
    let wanted = Array(text.lowercased().utf8)
    var near: [(name: String, distance: Int, order: Int)] = []
    for (order, name) in names.enumerated() where abs(name.utf8.count - wanted.count) <= 3 {
      let other = Array(name.lowercased().utf8)
      let distance = EditDistance.between(wanted, other)
      if distance <= min(3, max(1, min(wanted.count, other.count) / 3)) { near.append((name, distance, order)) }
    }
    near.sort { ($0.distance, $0.order) < ($1.distance, $1.order) }
    return near.prefix(most).map(\.name)
  }

  /// The end of a message: ``; did you mean `fail-on`?``; empty when nothing is near.
  public static func remark(_ text: String, among names: some Sequence<String>) -> String {
    of(text, among: names).map { "; did you mean `\($0)`?" } ?? ""
  }
}
