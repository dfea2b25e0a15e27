import Dockerfile

/// A path of WORKDIR or COPY.
struct DockerPath {
  /// Without quotes around it.
  let text: String

  init(_ argument: Argument) { text = argument.unquotedText }

  /// Whether it begins at a root, a drive or with a variable, whose value may do so.
  var isAnchored: Bool {
    let bytes = text.utf8
    guard let first = bytes.first else { return false }
    if first == UInt8(ascii: "/") || first == UInt8(ascii: "$") { return true }
    return (65...90).contains(first & 0xDF) && bytes.dropFirst().first == UInt8(ascii: ":")
  }

  /// The part behind the last slash or backslash.
  var basename: String { DockerPath.basename(text) }

  /// Whether its end is a variable, so that what the path ends with cannot be told.
  var endsInVariable: Bool {
    let bytes = text.utf8
    guard let dollar = bytes.lastIndex(of: UInt8(ascii: "$")) else { return false }
    let rest = bytes[bytes.index(after: dollar)...]
    if rest.last == UInt8(ascii: "}") { return rest.first == UInt8(ascii: "{") }
    return !rest.isEmpty && rest.allSatisfy(VariableUse.isNameByte)
  }

  /// The part of a path behind its last slash or backslash.
  static func basename(_ path: String) -> String {
    guard let slash = path.utf8.lastIndex(where: { $0 == 0x2F || $0 == 0x5C }) else { return path }
    return String(path[path.utf8.index(after: slash)...])
  }
}
