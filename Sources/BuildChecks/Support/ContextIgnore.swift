import Dockerfile

/// What a `.dockerignore` keeps out of the build context.
///
/// Source: github.com/moby/patternmatcher.
struct ContextIgnore {
  private var patterns: [ContextPattern] = []
  /// Whether a pattern takes the whole context.
  private(set) var takesAll = false
  private var exact: Set<[UInt8]> = []
  private var stepsLeft = BuildCheckLimits.matchSteps

  /// - Returns: nil when BuildKit does not hold sources against it: a line begins with `!`, or a pattern is none.
  init?(_ text: [UInt8]) {
    var bytes = text[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    for line in bytes.split(separator: 0x0A) where line.first != UInt8(ascii: "#") {
      let trimmed = ContextIgnore.trimmed(line)
      guard let first = trimmed.first else { continue }
      if first == UInt8(ascii: "!") { return nil }
      var cleaned = SlashPath.cleaned(GoUTF8.string(trimmed))
      if cleaned.utf8.count > 1, cleaned.utf8.first == UInt8(ascii: "/") { cleaned.removeFirst() }
      guard let pattern = ContextPattern(cleaned) else { return nil }
      if ["*", "**", "**/*"].contains(cleaned) { takesAll = true }
      if let path = pattern.path { exact.insert(path) } else { patterns.append(pattern) }
    }
  }

  private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    let start = line.drop(while: isBlank)
    let end = start.lastIndex { !isBlank($0) }
    return end.map { start[...$0] } ?? []
  }

  /// Whether a source is kept out, by itself or by a directory above it; nil when that takes too long to find out.
  ///
  /// - Parameter path: a source of COPY, cleaned.
  mutating func ignores(_ path: String) -> Bool? {
    guard path != ".", path != "/" else { return takesAll }
    guard path.utf8.count <= BuildCheckLimits.pathBytes else { return nil }
    // A slash at the beginning stays, although builds take it for none: a pattern without one matches no such path.
    if isExact(Array(path.utf8)) { return true }
    let scalars = Array(path.unicodeScalars)
    for pattern in patterns {
      let cost = (scalars.count + 1) * (pattern.size + 1)
      guard cost < stepsLeft else {
        stepsLeft = 0
        return nil
      }
      stepsLeft -= cost
      if pattern.matches(scalars) { return true }
    }
    return false
  }

  private func isExact(_ path: [UInt8]) -> Bool {
    guard !exact.isEmpty else { return false }
    for index in path.indices where path[index] == UInt8(ascii: "/") {
      if exact.contains(Array(path[..<index])) { return true }
    }
    return exact.contains(path)
  }
}
