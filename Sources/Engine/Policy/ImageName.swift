import Core

/// The names that an image goes by.
enum ImageName {
  /// The last component of a reference, without registry, tag and digest, such as `web` of `registry.example/team/web:1`.
  static func short(_ reference: String?) -> String {
    guard let reference else { return "" }
    return withoutTag(lastComponent(reference))
  }

  /// Whether a pattern such as `web:*` or `*/web:*` is for an image of these names; a pattern without a tag is for all tags.
  static func matches(_ pattern: String, _ names: [String]) -> Bool {
    guard let glob = WildcardPattern(Array(pattern.utf8)) else { return false }
    let last = lastComponent(pattern)
    let isWithoutTag = withoutTag(last) == last
    return names.contains { name in
      glob.matches(Array(name.utf8)[...]) || (isWithoutTag && glob.matches(Array(withoutTag(name).utf8)[...]))
    }
  }

  /// The part after the last slash; that of a digest has none.
  static func lastComponent(_ reference: String) -> String {
    let name = reference.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
    let start = name.lastIndex(of: "/").map(name.index(after:)) ?? name.startIndex
    return String(reference[start...])
  }

  private static func withoutTag(_ name: String) -> String {
    let name = name.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
    let start = name.lastIndex(of: "/") ?? name.startIndex
    return String(name[..<(name[start...].firstIndex(of: ":") ?? name.endIndex)])
  }
}
