/// A value that a pattern takes something from.
struct PatternTarget {
  let bytes: [UInt8]
  /// The bytes as characters, in the order compared.
  let scalars: [Unicode.Scalar]
  /// For each character the offset of its first byte, and the number of bytes; for `.prefix` only.
  private let offsets: [Int]
  private let edge: PatternEdge

  init(_ value: [UInt8], edge: PatternEdge) {
    self.edge = edge
    bytes = value
    let (decoded, offsets) = PatternTarget.decode(value)
    scalars = edge == .prefix ? decoded : decoded.reversed()
    self.offsets = offsets
  }

  static func decode(_ bytes: [UInt8]) -> (scalars: [Unicode.Scalar], offsets: [Int]) {
    var (scalars, offsets): ([Unicode.Scalar], [Int]) = ([], [])
    scalars.reserveCapacity(bytes.count)
    offsets.reserveCapacity(bytes.count + 1)
    var offset = 0
    while offset < bytes.count {
      let (scalar, width) = ScalarReader.decode(bytes, at: offset)
      scalars.append(scalar)
      offsets.append(offset)
      offset += width
    }
    offsets.append(offset)
    return (scalars, offsets)
  }

  /// Without the match at its edge, if there is one.
  func trimmed(_ pattern: WordPattern) -> [UInt8] {
    let end = max(0, pattern.ends(in: scalars)[0])
    switch edge {
    case .prefix: return Array(bytes[offsets[end]...])
    case .suffix:
      var result: [UInt8] = []
      for scalar in scalars[end...].reversed() { result.append(scalar: scalar) }
      return result
    }
  }

  /// With the first match replaced, if there is one.
  func replacingFirst(_ pattern: WordPattern, with replacement: [UInt8]) -> [UInt8] {
    let ends = pattern.ends(in: scalars)
    guard let start = ends.firstIndex(where: { $0 >= 0 }) else { return bytes }
    return bytes[..<offsets[start]] + replacement + bytes[offsets[ends[start]]...]
  }

  /// With all matches that do not overlap replaced; nil when that is longer than the limit.
  ///
  /// An empty match right after another match is none.
  func replacingAll(_ pattern: WordPattern, with template: ReplacementTemplate, limit: Int) -> [UInt8]? {
    let ends = pattern.ends(in: scalars)
    var result: [UInt8] = []
    var (copied, place) = (0, 0)
    while let start = ends[min(place, ends.count)...].firstIndex(where: { $0 >= 0 }) {
      let end = ends[start]
      result += bytes[offsets[copied]..<offsets[start]]
      if end > copied || start == 0 {
        let match = bytes[offsets[start]..<offsets[end]]
        guard template.count(match: match.count) <= limit - result.count else { return nil }
        template.append(match: match, to: &result)
      }
      copied = end
      place = max(place + 1, end)
    }
    result += bytes[offsets[copied]...]
    return result
  }
}
