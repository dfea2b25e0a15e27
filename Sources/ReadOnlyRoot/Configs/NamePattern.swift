/// A file name pattern with `*` and `?`, as the shells' and `glob` have it; sets in brackets are not told.
struct NamePattern {
  private let pattern: [UInt8]

  init(_ pattern: String) { self.pattern = Array(pattern.utf8) }

  /// Whether it stands for more than one name.
  static func isPattern(_ text: String) -> Bool {
    text.utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "[") }
  }

  /// Names that begin with a dot match only a pattern that does too.
  func matches(_ name: ArraySlice<UInt8>) -> Bool {
    if name.first == UInt8(ascii: "."), pattern.first != UInt8(ascii: ".") { return false }
    let name = Array(name)
    var (at, place, star, back) = (0, 0, -1, 0)
    while place < name.count {
      if at < pattern.count, pattern[at] == UInt8(ascii: "*") {
        (star, back) = (at, place)
        at += 1
      } else if at < pattern.count, pattern[at] == UInt8(ascii: "?") || pattern[at] == name[place] {
        at += 1
        place += 1
      } else if star >= 0 {
        back += 1
        (at, place) = (star + 1, back)
      } else {
        return false
      }
    }
    return pattern[at...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
