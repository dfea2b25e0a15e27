/// Modes that `--chmod` takes: octal, or the symbols of chmod(1).
enum FileModeText {
  static func isValid(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard let first = bytes.first else { return true }
    if (0x30...0x39).contains(first) {
      guard let mode = UInt32(text, radix: 8) else { return false }
      return mode <= 0o7777
    }
    return bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).allSatisfy(isClause)
  }

  /// Who, then at least one operator with what.
  private static func isClause(_ clause: ArraySlice<UInt8>) -> Bool {
    let rest = clause.drop { "ugoa".utf8.contains($0) }
    guard let first = rest.first, "+-=".utf8.contains(first) else { return false }
    return rest.allSatisfy { "+-=rwxXstugo".utf8.contains($0) }
  }
}
