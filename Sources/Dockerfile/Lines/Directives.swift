/// The parser directives at the beginning of a file: `# escape=`, `# syntax=`, `# check=`.
struct Directives {
  private(set) var escape: UInt8 = 0x5C
  private var seen: Set<String> = []
  private var isDone = false

  /// Looks at a line; true when it is a directive.
  ///
  /// - Throws: for a directive given twice or an escape character that is none. Both are placed at the line before, as
  ///   Docker does.
  mutating func take(_ line: PhysicalLine, of bytes: [UInt8]) throws(DockerfileError) -> Bool {
    guard !isDone else { return false }
    guard let (key, value) = Directives.split(bytes, UnicodeSpace.trimmedLeft(bytes, line.content)),
      ["escape", "syntax", "check"].contains(key)
    else {
      isDone = true
      return false
    }
    let lines = (line.number - 1)...(line.number - 1)
    guard seen.insert(key).inserted else {
      throw DockerfileError(
        .parse, "directive-twice", "the parser directive \(key) stands here a second time", lines: lines,
        offsets: line.content)
    }
    guard key == "escape" else { return true }
    guard value.count == 1, let first = value.first, first == 0x5C || first == 0x60 else {
      throw DockerfileError(
        .parse, "directive-escape",
        "escape is \"\(GoUTF8.string(value))\", expected a single backslash or backquote", lines: lines,
        offsets: line.content)
    }
    escape = first
    return true
  }

  /// The key in lower case and the value of `# key = value`; nil when the line is none.
  static func split(_ bytes: [UInt8], _ line: Range<Int>) -> (key: String, value: ArraySlice<UInt8>)? {
    guard let first = line.first, bytes[first] == UInt8(ascii: "#") else { return nil }
    var at = UnicodeSpace.trimmedLeft(bytes, (first + 1)..<line.upperBound).lowerBound
    let start = at
    while at < line.upperBound, isLetter(bytes[at]) || (at > start && (48...57).contains(bytes[at])) { at += 1 }
    guard at > start else { return nil }
    let key = GoUTF8.lowercased(bytes[start..<at])
    at = skipBlanks(bytes, at, line.upperBound)
    guard at < line.upperBound, bytes[at] == UInt8(ascii: "=") else { return nil }
    at = skipBlanks(bytes, at + 1, line.upperBound)
    var end = line.upperBound
    while end > at, isBlank(bytes[end - 1]) { end -= 1 }
    return end > at ? (key, bytes[at..<end]) : nil
  }

  private static func skipBlanks(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Int {
    var at = start
    while at < end, isBlank(bytes[at]) { at += 1 }
    return at
  }

  /// Go's `\s`.
  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0C || byte == 0x0D
  }
  private static func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte | 0x20) }
}
