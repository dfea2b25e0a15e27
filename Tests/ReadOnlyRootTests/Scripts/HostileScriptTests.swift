import Testing

@testable import ReadOnlyRoot

/// Scripts made to cost time or to break the reader.
@Suite struct HostileScriptTests {
  private static func filled(_ part: String, _ bytes: Int = 256 << 10) -> [UInt8] {
    let one = Array(part.utf8)
    return Array(Array(repeating: one, count: max(1, bytes / one.count)).joined())
  }

  static let parts: [String] = [
    ">", "$(", "`", "{", "(", "<<A\n", "'", "\"${X:-", ">$X ", "mkdir $X/a\n", "f(){ f;}\n",
    "f(){ g;}\ng(){ f; mkdir /a;}\n",
    "if x; then ", "case a in b) ", "cd a\nmkdir b\n", "X=$X$X\nmkdir /$X\n", "for x in 1 2 3; do ",
    ": \"${A:=$A/a}\"\n",
    "x || ", "[ -d /srv ] && ", "f $1\n", ". /a\n", "\u{0}", "\u{1b}[31m > /srv/a\n",
    "mkdir /{a,b}{c,d}{e,f}{g,h}{i,j}\n",
    "find . -exec find . -exec ", "exit 0 || ", "[ a -o b -o c -o d ]\n", "case $1 in *a*a*a*a*a*b) mkdir /x;; esac\n",
  ]

  @Test(arguments: parts) func `a large script of one part ends with bounded work`(part: String) {
    let bytes = Self.filled(part, part.utf8.count <= 2 ? 256 << 10 : 32 << 10)
    let writes = ScriptWrites(bytes, ScriptCase("", []).context)
    #expect(writes.steps <= 16 * bytes.count + 200_000)
    #expect(writes.writes.count <= 2000 + 64)
    #expect(writes.unresolved.count <= 100)
  }

  @Test(arguments: ["mkdir $X/a\n", "f(){ g;}\ng(){ f; mkdir /a;}\n", "x || ", "cd a\nmkdir b\n", "> /srv/a\n"])
  func `twice the text is not four times the work`(part: String) {
    let small = ScriptWrites(Self.filled(part, 32 << 10), ScriptCase("", []).context).steps
    let large = ScriptWrites(Self.filled(part, 64 << 10), ScriptCase("", []).context).steps
    #expect(large <= 3 * small + 100)
  }

  @Test func `a command's text is one line without control characters`() throws {
    let bytes = Array("mkdir \u{1b}[31m/srv/x \\\n  /srv/y\n".utf8) + Array("touch /srv/".utf8) + Self.filled("ä", 400)
    let found = ScriptWrites(bytes, ScriptCase("", []).context).writes
    #expect(!found.isEmpty)
    for write in found {
      #expect(!write.text.utf8.contains { $0 < 0x20 || $0 == 0x7F })
      #expect(write.text.utf8.count <= 90)
      #expect(!write.text.unicodeScalars.contains("\u{FFFD}"))
    }
  }

  @Test func `bytes that are no text do no harm`() {
    let bytes = (0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 5) }
    #expect(ScriptWrites(bytes, ScriptCase("", []).context).writes.count < 2000)
  }
}
