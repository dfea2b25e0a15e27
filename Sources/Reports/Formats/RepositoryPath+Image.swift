import Core
import Engine

extension RepositoryPath {
  /// What an image is called whatever its build: the reference without tag and digest, or the archive's path, with `_` in
  /// the place of what no path or id should hold.
  static func stableName(of target: Target) -> String {
    guard let reference = target.reference else { return plain(clean(target.repositoryPath)) }
    var name = Array(reference.utf8)
    if let at = name.firstIndex(of: UInt8(ascii: "@")) { name.removeSubrange(at...) }
    if let colon = name.lastIndex(of: UInt8(ascii: ":")), !name[colon...].contains(UInt8(ascii: "/")) {
      name.removeSubrange(colon...)
    }
    return plain(clean(String(decoding: name, as: UTF8.self)))
  }

  private static func plain(_ path: String) -> String {
    let bytes = path.utf8.map { byte in
      (97...122).contains(byte | 0x20) || (45...57).contains(byte) || byte == 95 ? byte : UInt8(ascii: "_")
    }
    return String(decoding: bytes.prefix(200), as: UTF8.self)
  }
}
