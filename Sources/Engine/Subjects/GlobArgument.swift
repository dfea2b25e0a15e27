import Glibc

/// An argument with `*`, `?` or `[…]` that the shell left alone, because it was quoted or matched nothing.
struct GlobArgument {
  /// The directory before the first component with a special character.
  let root: [UInt8]
  private let pattern: WildcardPattern
  private let whole: [UInt8]
  private let componentCount: Int
  private let hasAnyDepth: Bool
  private let namesHidden: Bool

  /// - Returns: nil when it is no pattern.
  init?(_ argument: [UInt8]) {
    let slash = UInt8(ascii: "/")
    guard let special = argument.firstIndex(where: GlobArgument.isSpecial) else { return nil }
    let rootEnd = argument[..<special].lastIndex(of: slash).map { $0 + 1 } ?? 0
    let rest = Array(argument[rootEnd...])
    guard let pattern = WildcardPattern(rest) else { return nil }
    (self.pattern, whole) = (pattern, argument)
    root = rootEnd == 0 ? [UInt8(ascii: ".")] : Array(argument[..<rootEnd])
    let components = rest.split(separator: slash)
    componentCount = components.count
    hasAnyDepth = components.contains { $0.elementsEqual("**".utf8) }
    namesHidden = components.contains { $0.first == UInt8(ascii: ".") }
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "[")
  }

  /// Whether something, be it a link that leads nowhere, has this very name.
  var existsLiterally: Bool {
    var info = stat()
    return RegularFile.withCPath(whole) { lstat($0, &info) } == 0
  }

  /// What a search has to look for.
  var wanted: TreeSearch.Wanted {
    let pattern = pattern
    return TreeSearch.Wanted(
      isFile: { path, _ in pattern.matches(path[...]) ? .yes(.dockerfile) : .no },
      depth: hasAnyDepth ? nil : componentCount - 1, entersHidden: namesHidden)
  }
}
