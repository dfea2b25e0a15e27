/// Looks for one of several short texts in another, byte by byte.
struct BytePattern {
  private let byFirst: [UInt8: [[UInt8]]]

  init(_ texts: [String]) {
    byFirst = Dictionary(grouping: texts.map { Array($0.utf8) }.filter { !$0.isEmpty }) { $0[0] }
  }

  /// - Complexity: O(bytes), times the texts with the same first letter.
  func isIn(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    for at in bytes.indices {
      guard let texts = byFirst[bytes[at]] else { continue }
      if texts.contains(where: { bytes[at...].starts(with: $0) }) { return true }
    }
    return false
  }
}
