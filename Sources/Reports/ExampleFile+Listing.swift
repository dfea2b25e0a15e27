import Core

extension ExampleFile {
  /// The file as `ls -l` might show it, with its content when that is short text. May hold any character.
  var listing: String {
    let octal = String(mode, radix: 8)
    let digits = String(repeating: "0", count: max(0, 4 - octal.count)) + octal
    let start = "\(digits)  \(uid):\(gid)  \(path)"
    return switch kind {
    case .symlink(let target): start + " -> " + target
    case .hardLink(let target): start + " = " + target + " (hard link)"
    case .directory: start + "/"
    case .characterDevice: start + " (character device)"
    case .file: start + (capability.isEmpty ? "" : "  (file capabilities)") + shownContent
    }
  }

  private var shownContent: String {
    guard content != [UInt8(ascii: "x")], !content.isEmpty else { return "" }
    if content.starts(with: [0x7F, 0x45, 0x4C, 0x46]) { return "  (program)" }
    guard let text = String(validating: content, as: UTF8.self) else { return "  (\(content.count) bytes)" }
    let shown = Sanitized(text).description
    return "  \"" + (shown.utf8.count > 60 ? String(shown.prefix(59)) + "…" : shown) + "\""
  }
}
