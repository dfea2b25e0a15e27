/// The way from a document's root to one of its values.
public indirect enum DocumentPath: Hashable, Sendable {
  case root
  case key(DocumentPath, String)
  case index(DocumentPath, Int)

  /// As a JSON pointer, such as `/containerDefinitions/0/name`; empty for the root. Source: RFC 6901.
  public var pointer: String {
    var parts: [String] = []
    var at = self
    while true {
      switch at {
      case .root: return parts.reversed().map { "/" + $0 }.joined()
      case .key(let parent, let key):
        parts.append(DocumentPath.escaped(key))
        at = parent
      case .index(let parent, let index):
        parts.append(String(index))
        at = parent
      }
    }
  }

  private static func escaped(_ key: String) -> String {
    guard key.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else { return key }
    var out: [UInt8] = []
    for byte in key.utf8 {
      switch byte {
      case UInt8(ascii: "~"): out += Array("~0".utf8)
      case UInt8(ascii: "/"): out += Array("~1".utf8)
      default: out.append(byte)
      }
    }
    return String(decoding: out, as: UTF8.self)
  }
}
