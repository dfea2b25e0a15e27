import Core

/// Finds secrets in the lines of a configuration file: `NAME=value`, `name: value`.
enum SecretLines {
  struct Line: Equatable {
    var name: String
    var value: SecretValue
    /// Byte ranges in the text.
    var shown: Range<Int>
    var secret: Range<Int>
    var length: Int
  }

  private static let quotes: [UInt8] = [UInt8(ascii: "\""), UInt8(ascii: "'")]
  /// Files in which a value needs no quotes, whatever stands around the `=`.
  private static let plainFiles = [
    ".env", ".conf", ".cfg", ".cnf", ".ini", ".properties", ".yml", ".yaml", ".toml", ".netrc", ".pgpass",
    "credentials",
  ]

  /// - Parameter path: the file that is written; it tells settings from program text.
  static func lines(_ bytes: ArraySlice<UInt8>, path: String) -> [Line] {
    let isPlain = plainFiles.contains(where: path.hasSuffix)
    var out: [Line] = []
    var start = bytes.startIndex
    while start < bytes.endIndex {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.endIndex
      if end - start <= 4_096, let line = line(bytes[start..<end], isPlain: isPlain) { out.append(line) }
      start = end + 1
    }
    return out
  }

  private static func line(_ bytes: ArraySlice<UInt8>, isPlain: Bool) -> Line? {
    var at = bytes.startIndex
    func skipBlanks() { while at < bytes.endIndex, bytes[at] == 0x20 || bytes[at] == 0x09 { at += 1 } }
    skipBlanks()
    if bytes[at...].starts(with: "export ".utf8) {
      at += 7
      skipBlanks()
    }
    if at < bytes.endIndex, quotes.contains(bytes[at]) { at += 1 }
    let first = at
    while at < bytes.endIndex, isNameByte(bytes[at]) { at += 1 }
    let name = String(decoding: bytes[first..<at], as: UTF8.self)
    let shown = first..<at
    guard SecretName.isSecret(name) else { return nil }
    if at < bytes.endIndex, quotes.contains(bytes[at]) { at += 1 }
    let gap = at
    skipBlanks()
    guard at < bytes.endIndex, bytes[at] == UInt8(ascii: "=") || bytes[at] == UInt8(ascii: ":") else { return nil }
    let isTight = at == gap && bytes[at] == UInt8(ascii: "=")
    at += 1
    skipBlanks()
    var end = bytes.endIndex
    while end > at, [0x20, 0x09, 0x0D, UInt8(ascii: ","), UInt8(ascii: ";")].contains(bytes[end - 1]) { end -= 1 }
    guard at < end else { return nil }
    let secret = at..<end
    let isQuoted = end - at > 2 && quotes.contains(bytes[at]) && bytes[end - 1] == bytes[at]
    guard isQuoted || isTight || isPlain else { return nil }
    let inner = isQuoted ? bytes[at + 1..<end - 1] : bytes[at..<end]
    guard !inner.contains(where: { " \t(){}[]\"'`".utf8.contains($0) }) else { return nil }
    let text = String(decoding: inner, as: UTF8.self)
    let value = SecretValue(text, name: name)
    guard value != .harmless else { return nil }
    return Line(name: name, value: value, shown: shown, secret: secret, length: inner.count)
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122, UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."): true
    default: false
    }
  }
}
