import Core
import Engine

/// Paths as reports name them that are read in another place: relative, with `/`, without `.` and `..`.
enum RepositoryPath {
  /// The path without a leading `/` or `./`, `..` components and empty ones; never empty.
  static func clean(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") {
      switch part {
      case ".": continue
      case "..": _ = parts.popLast()
      default: parts.append(part)
      }
    }
    return parts.isEmpty ? "stdin" : Sanitized(parts.joined(separator: "/")).description
  }

  /// A file name for an image that no file of the repository stands for, such as `image/web_ci-8812`.
  static func standIn(for target: Target) -> String {
    let name = target.reference ?? (target.name == "-" ? "stdin" : target.name)
    let bytes = name.utf8.map { isPlain($0) ? $0 : UInt8(ascii: "_") }
    let text = String(decoding: bytes, as: UTF8.self)
    return target.kind + "/" + (text.isEmpty ? "stdin" : text)
  }

  /// A path as a relative reference: what is not plain is percent-encoded, a colon too (RFC 3986, sections 3.3 and 4.2).
  static func uri(_ path: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var out: [UInt8] = []
    for byte in path.utf8 {
      if isPlain(byte) || byte == UInt8(ascii: "/") {
        out.append(byte)
      } else {
        out += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// Unreserved characters (RFC 3986, section 2.3).
  private static func isPlain(_ byte: UInt8) -> Bool {
    (97...122).contains(byte | 0x20) || (48...57).contains(byte) || [45, 46, 95, 126].contains(byte)
  }
}
