import Dockerfile

/// Where a source of COPY or ADD comes from.
enum TransferSource: Equatable {
  case context
  case heredoc
  /// `http://` or `https://`
  case url
  case git

  /// By an expanded path.
  init(path: String) {
    let bytes = path.utf8
    let scheme = ["http://", "https://"].contains { bytes.starts(with: $0.utf8) }
    if scheme {
      // A fragment names a branch.
      let end = bytes.firstIndex { $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: "?") } ?? bytes.endIndex
      self = bytes[..<end].suffix(4).elementsEqual(".git".utf8) ? .git : .url
    } else if ["git://", "ssh://"].contains(where: { bytes.starts(with: $0.utf8) }) || TransferSource.isSCP(path) {
      self = .git
    } else {
      self = .context
    }
  }

  /// Whether it is `user@host:path`.
  private static func isSCP(_ path: String) -> Bool {
    let bytes = path.utf8
    guard let at = bytes.firstIndex(of: UInt8(ascii: "@")), at > bytes.startIndex,
      let colon = bytes[at...].firstIndex(of: UInt8(ascii: ":")), bytes.index(after: at) < colon
    else { return false }
    func isName(_ byte: UInt8) -> Bool {
      (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || "-_".utf8.contains(byte)
    }
    return bytes[..<at].allSatisfy(isName)
      && bytes[bytes.index(after: at)..<colon].allSatisfy { isName($0) || $0 == UInt8(ascii: ".") }
  }

  /// Whether a word as written announces one of some here-documents: `[number]<<[-]NAME`, the name with quotes or not.
  static func isHeredoc(_ word: [UInt8], names: Set<[UInt8]>) -> Bool {
    let rest = word.drop { (0x30...0x39).contains($0) }
    guard !names.isEmpty, rest.starts(with: [0x3C, 0x3C]) else { return false }
    var name = rest.dropFirst(2)
    if name.first == UInt8(ascii: "-") { name = name.dropFirst() }
    return names.contains(name.filter { $0 != 0x22 && $0 != 0x27 && $0 != 0x5C })
  }
}
