import Core

/// A pattern of a configuration for paths: `*` stays inside a directory, `**` does not.
struct PathGlob: Sendable, Equatable {
  /// Whether it has no wildcard, so that it names one path.
  let isExact: Bool
  private let whole: WildcardPattern?
  /// What lies below a directory that matches; nil when only the path itself counts.
  private let below: WildcardPattern?

  /// - Parameter takesBelow: whether the files below a matching directory match too.
  init(_ text: String, takesBelow: Bool) {
    var bytes = PathGlob.relative(Array(text.utf8)[...])
    while bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    isExact = !bytes.contains(where: WildcardPattern.isSpecial)
    whole = WildcardPattern(Array(bytes))
    let all = Array("**".utf8)
    below = takesBelow ? WildcardPattern(bytes.isEmpty ? all : bytes + [UInt8(ascii: "/")] + all) : nil
  }

  /// Whether a path matches; a leading slash is passed over.
  ///
  /// - Complexity: O(pattern × path).
  func matches(_ path: [UInt8]) -> Bool {
    let path = PathGlob.relative(path[...])
    return whole?.matches(path) == true || below?.matches(path) == true
  }

  /// The path without what begins it and says nothing.
  private static func relative(_ path: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var path = path
    while true {
      if path.first == UInt8(ascii: "/") {
        path = path.dropFirst()
      } else if path.starts(with: [UInt8(ascii: "."), UInt8(ascii: "/")]) {
        path = path.dropFirst(2)
      } else {
        return path
      }
    }
  }
}
