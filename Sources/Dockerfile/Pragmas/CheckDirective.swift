/// The directive `# check=` at the beginning of a file.
///
/// BuildKit reads it by a routine of its own: a byte order mark and a `#!` line are passed over, then directives follow
/// without a gap and without indentation.
/// Source: moby/buildkit 73ed682, frontend/dockerfile/parser, measured.
public enum CheckDirective {
  /// The value, up to its first blank, and the line it stands on.
  public static func comment(in bytes: [UInt8]) -> (value: String, comment: Comment)? {
    var lines = PhysicalLines(bytes)
    while let line = lines.next() {
      if line.number == 1, bytes[line.content].starts(with: [0x23, 0x21]) { continue }
      guard let first = line.content.first, bytes[first] == UInt8(ascii: "#"),
        let (key, value) = Directives.split(bytes, line.content), ["check", "syntax", "escape"].contains(key)
      else { return nil }
      guard key == "check" else { continue }
      let comment = Comment(text: Array(bytes[line.content].dropFirst()), line: line.number, offsets: line.content)
      return (GoUTF8.string(value.prefix { $0 != 0x20 }), comment)
    }
    return nil
  }
}
