/// Paths by their words alone.
enum SlashPath {
  /// Without empty and `.` components, `..` applied where something stands before it; `.` for nothing.
  ///
  /// Source: the Go standard library, path.Clean.
  static func cleaned(_ path: String) -> String {
    let isAbsolute = path.utf8.first == UInt8(ascii: "/")
    var parts: [Substring.UTF8View] = []
    for part in Substring(path).utf8.split(separator: UInt8(ascii: "/")) {
      if part.elementsEqual(".".utf8) { continue }
      guard part.elementsEqual("..".utf8) else {
        parts.append(part)
        continue
      }
      if let last = parts.last, !last.elementsEqual("..".utf8) {
        parts.removeLast()
      } else if !isAbsolute {
        parts.append(part)
      }
    }
    let joined = parts.map { String(Substring($0)) }.joined(separator: "/")
    if isAbsolute { return "/" + joined }
    return joined.isEmpty ? "." : joined
  }

  /// Whether a path is absolute to BuildKit; on Windows also with a drive letter or a backslash.
  static func isAbsolute(_ path: String, isWindows: Bool) -> Bool {
    var bytes = Substring(path).utf8
    if isWindows, let second = bytes.dropFirst().first, second == UInt8(ascii: ":") { bytes = bytes.dropFirst(2) }
    return bytes.first == UInt8(ascii: "/") || (isWindows && bytes.first == UInt8(ascii: "\\"))
  }
}
