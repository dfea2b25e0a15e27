import BuildModel

/// Paths as instructions and commands write them.
enum BuildPath {
  /// Most components of a path whose parents are looked at; file systems allow fewer.
  static let deepest = 256
  /// Most bytes of a directory that `cd` is followed into.
  static let longest = 512

  /// Without empty and `.` components, `..` applied to the words alone.
  ///
  /// A relative path is taken below `directory`; without one it stays relative.
  static func cleaned(_ text: String, in directory: String? = nil) -> String {
    var parts: [Substring.UTF8View] = []
    let isAbsolute = text.utf8.first == UInt8(ascii: "/")
    let base = isAbsolute ? "" : directory ?? ""
    for piece in [base, text] {
      for part in Substring(piece).utf8.split(separator: UInt8(ascii: "/")) {
        if part.elementsEqual(".".utf8) { continue }
        if part.elementsEqual("..".utf8) { _ = parts.popLast() } else { parts.append(part) }
      }
    }
    let joined = parts.map { String(Substring($0)) }.joined(separator: "/")
    return isAbsolute || base.utf8.first == UInt8(ascii: "/") ? "/" + joined : joined
  }

  /// The path and the directories above it, the path first.
  static func withParents(_ path: String) -> [String] {
    var out = [path]
    var rest = Substring(path)
    while out.count < deepest, let slash = rest.utf8.lastIndex(of: UInt8(ascii: "/")) {
      rest = rest[..<slash]
      if rest.isEmpty { break }
      out.append(String(rest))
    }
    if path != "/", path.utf8.first == UInt8(ascii: "/") { out.append("/") }
    return out
  }

  /// Whether a cleaned path is another or lies below it.
  static func isAtOrBelow(_ path: String, _ parent: String) -> Bool {
    path == parent || parent == "/" || path.utf8.starts(with: (parent + "/").utf8)
  }

  /// The last component of a path.
  static func lastComponent(_ path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return String(path[path.utf8.index(after: slash)...])
  }
}
