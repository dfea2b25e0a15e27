/// How far apart two words are, to find the one that was meant.
public enum EditDistance {
  /// Insertions, deletions, changes and swaps of neighbours that make one word the other (optimal string alignment).
  ///
  /// - Complexity: O(left · right); callers bound the lengths.
  public static func between(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var older: [Int] = []
    var old = Array(0...right.count)
    for (i, a) in left.enumerated() {
      var row = [i + 1]
      for (j, b) in right.enumerated() {
        var best = min(row[j] + 1, old[j + 1] + 1, old[j] + (a == b ? 0 : 1))
        if i > 0, j > 0, a == right[j - 1], b == left[i - 1] { best = min(best, older[j - 1] + 1) }
        row.append(best)
      }
      (older, old) = (old, row)
    }
    return old[right.count]
  }
}
