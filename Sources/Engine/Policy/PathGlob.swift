import Core

/// A pattern of a configuration for paths: `*` stays inside a directory, `**` does not.
public struct PathGlob: Sendable, Equatable {
  /// Whether it has no wildcard, so that it names one path.
  let isExact: Bool
  private let whole: WildcardPattern?
  /// What lies below a directory that matches; nil when only the path itself counts.
  private let below: WildcardPattern?
  /// What every path that matches begins with, and what it holds: most paths are told by these.
  private let start: [UInt8]
  private let part: [UInt8]

  init(_ text: String, takesBelow: Bool) {
    var bytes = PathGlob.relative(Array(text.utf8)[...])
    while bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    isExact = !bytes.contains(where: WildcardPattern.isSpecial)
    whole = WildcardPattern(Array(bytes))
    let all = Array("**".utf8)
    below = takesBelow ? WildcardPattern(bytes.isEmpty ? all : bytes + [UInt8(ascii: "/")] + all) : nil
    let first = bytes.firstIndex(where: WildcardPattern.isSpecial) ?? bytes.endIndex
    // A slash in front of a wildcard may be none of the path's.
    start = Array(bytes[..<first].reversed().drop { $0 == UInt8(ascii: "/") }.reversed())
    part = PathGlob.literalEnd(of: bytes)
  }

  /// Whether a text is a pattern that a path can match; an unclosed `[` is none.
  public static func isPattern(_ text: String) -> Bool { WildcardPattern(Array(text.utf8)) != nil }

  /// The bytes behind the last wildcard, empty where brackets or backslashes make that hard to say.
  private static func literalEnd(of pattern: ArraySlice<UInt8>) -> [UInt8] {
    guard !pattern.contains(UInt8(ascii: "[")), !pattern.contains(UInt8(ascii: "\\")),
      let last = pattern.lastIndex(where: WildcardPattern.isSpecial)
    else { return [] }
    // `**/` may stand for nothing at all.
    return Array(pattern[(last + 1)...].drop { $0 == UInt8(ascii: "/") })
  }

  /// Whether a path matches; a leading slash is passed over.
  ///
  /// - Complexity: O(pattern × path).
  func matches(_ path: [UInt8]) -> Bool {
    let path = PathGlob.relative(path[...])
    guard PathGlob.holds(path, start, at: path.startIndex), part.isEmpty || PathGlob.holds(path, part) else {
      return false
    }
    return whole?.matches(path) == true || below?.matches(path) == true
  }

  private static func holds(_ path: ArraySlice<UInt8>, _ part: [UInt8]) -> Bool {
    let last = path.endIndex - part.count
    var at = path.startIndex
    while at <= last {
      if holds(path, part, at: at) { return true }
      at += 1
    }
    return false
  }

  private static func holds(_ path: ArraySlice<UInt8>, _ part: [UInt8], at start: Int) -> Bool {
    guard path.endIndex - start >= part.count else { return false }
    for index in part.indices where path[start + index] != part[index] { return false }
    return true
  }

  /// The path without what begins it and says nothing.
  private static func relative(_ path: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var path = path
    while true {
      if path.first == UInt8(ascii: "/") {
        path = path.dropFirst()
      } else if path.first == UInt8(ascii: "."), path.dropFirst().first == UInt8(ascii: "/") {
        path = path.dropFirst(2)
      } else {
        return path
      }
    }
  }
}
