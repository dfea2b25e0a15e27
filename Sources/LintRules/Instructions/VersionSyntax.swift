/// Versions of three numbers.
///
/// Source: semver.org 2.0.0; hadolint 2.15.1, measured: numbers may begin with zeros, nothing may stand behind `-` and `+`,
/// and a dot may end what does.
enum VersionSyntax {
  /// Whether a text is three numbers with or without what marks a version before its time and a build.
  static func isSemantic(_ text: String) -> Bool {
    var rest = Array(text.utf8)[...]
    if let plus = rest.firstIndex(of: UInt8(ascii: "+")) {
      guard isList(rest[(plus + 1)...]) else { return false }
      rest = rest[..<plus]
    }
    if let dash = rest.firstIndex(of: UInt8(ascii: "-")) {
      guard isList(rest[(dash + 1)...]) else { return false }
      rest = rest[..<dash]
    }
    let numbers = rest.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return numbers.count == 3 && numbers.allSatisfy { !$0.isEmpty && $0.allSatisfy { (48...57).contains($0) } }
  }

  private static func isList(_ bytes: ArraySlice<UInt8>) -> Bool {
    let bytes = bytes.count > 1 && bytes.last == UInt8(ascii: ".") ? bytes.dropLast() : bytes
    let words = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return bytes.isEmpty
      || words.allSatisfy { word in
        !word.isEmpty
          && word.allSatisfy { byte in
            (48...57).contains(byte) || byte == UInt8(ascii: "-")
              || ((97...122).contains(byte | 0x20) && byte < 0x80)
          }
      }
  }
}
