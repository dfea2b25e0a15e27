/// Paths as a script names them.
enum ScriptPath {
  /// Longest path that is followed.
  static let mostBytes = 4096

  /// Without `.`, `..` and doubled slashes; a relative path below `directory`.
  ///
  /// Ends before the first component with a glob. nil when it is empty, too long, or relative and no directory is known.
  static func absolute(_ path: String, in directory: String?) -> String? {
    guard !path.isEmpty, path.utf8.count <= mostBytes, !path.utf8.contains(0) else { return nil }
    var whole = path
    if path.utf8.first != UInt8(ascii: "/") {
      guard let directory, directory.utf8.count <= mostBytes else { return nil }
      whole = directory + "/" + path
    }
    var parts: [Substring.UTF8View] = []
    for part in whole.utf8.split(separator: UInt8(ascii: "/")) {
      if part.elementsEqual(".".utf8) { continue }
      if part.elementsEqual("..".utf8) {
        _ = parts.popLast()
        continue
      }
      if part.contains(where: { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "[") }) {
        break
      }
      parts.append(part)
    }
    return "/" + parts.map { String(Substring($0)) }.joined(separator: "/")
  }

  static func hasGlob(_ path: String) -> Bool {
    path.utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "[") }
  }

  /// The directory that a path lies in.
  static func parent(_ path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), slash != path.utf8.startIndex else { return "/" }
    return String(path[..<slash])
  }

  /// Whether a path is one of the kernel's, where a write needs no writable root.
  static func isOfKernel(_ path: String) -> Bool {
    ["/dev", "/proc", "/sys"].contains { top in
      path.utf8.starts(with: top.utf8)
        && (path.utf8.count == top.utf8.count || path.utf8.dropFirst(top.utf8.count).first == UInt8(ascii: "/"))
    }
  }

  /// Whether a text matches a pattern of a `case` branch, with `*` and `?`; nil when the pattern has brackets.
  static func matches(_ text: String, _ pattern: String) -> Bool? {
    guard !pattern.utf8.contains(UInt8(ascii: "[")), !pattern.utf8.contains(UInt8(ascii: "\\")) else { return nil }
    let (text, pattern) = (Array(text.utf8.prefix(mostBytes)), Array(pattern.utf8.prefix(256)))
    var (at, p, star, resume) = (0, 0, -1, 0)
    while at < text.count {
      if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
        (star, resume) = (p, at)
        p += 1
      } else if p < pattern.count, pattern[p] == UInt8(ascii: "?") || pattern[p] == text[at] {
        p += 1
        at += 1
      } else if star >= 0 {
        resume += 1
        (p, at) = (star + 1, resume)
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
