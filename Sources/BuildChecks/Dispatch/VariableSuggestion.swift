import Core

/// The variable that was meant by one that does not exist.
enum VariableSuggestion {
  /// The nearest name, at most two letters away and at most a third of them; nil when none is.
  ///
  /// - Parameter names: in the order in which equally near ones are taken.
  static func nearest(to name: String, among names: [String]) -> String? {
    let wanted = Array(name.utf8)
    var best: (name: String, distance: Int)?
    for other in names where abs(other.utf8.count - wanted.count) <= 2 {
      let distance = EditDistance.between(wanted, Array(other.utf8))
      guard distance <= min(2, min(wanted.count, other.utf8.count) / 3), distance < best?.distance ?? .max else {
        continue
      }
      best = (other, distance)
    }
    return best?.name
  }
}
