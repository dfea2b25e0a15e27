import TestSupport
import Testing

@testable import Engine

@Suite struct IgnorePatternTests {
  /// Whether the lines of one gitignore file ignore a path; a path with a slash at its end is a directory.
  static func ignores(_ lines: [UInt8], _ path: String) -> Bool {
    var rules = IgnoreRules()
    rules.addGit(lines, baseCount: 0)
    let isDirectory = path.hasSuffix("/")
    let bytes = Array((isDirectory ? path.dropLast() : path[...]).utf8)
    let nameStart = (bytes.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1
    return rules.ignores(bytes, nameStart: nameStart, isDirectory: isDirectory)
  }

  @Test(arguments: [
    ("a", "a", true), ("a", "x/a", true), ("a", "ab", false), ("/a", "a", true), ("/a", "x/a", false),
    ("a/b", "a/b", true), ("a/b", "x/a/b", false), ("a/", "a", false), ("a/", "a/", true), ("x/a/", "x/a/", true),
    ("*.log", "x/y.log", true), ("*.log", ".log", true), ("x/*.log", "x/y/z.log", false), ("x/?", "x/y", true),
    ("x/?", "x//", false), ("[a-c]", "b", true), ("[!a-c]", "b", false), ("[^a-c]", "d", true), ("[]a]", "]", true),
    ("[a", "[a", false), ("[a\\]]", "]", true), ("[[:digit:]]", "7", true), ("[[:nonsense:]]", "n", false),
    ("[--0]", ".", true), ("a[/]b", "a/b", false), ("**/a", "a", true), ("**/a", "x/y/a", true), ("a/**", "a/", false),
    ("a/**", "a/b/c", true), ("a/**/b", "a/b", true), ("a/**/b", "a/x/y/b", true), ("a/**/b", "ab", false),
    ("a**b", "axxb", true), ("x/a**b", "x/a/b", false), ("x/a**/b", "x/aq/r/b", true), ("x/a*?b", "x/a/b", false),
    ("/**", "a", true), ("**", "a/b", true),
    ("# a", "# a", false), ("\\#a", "#a", true), ("\\!a", "!a", true), ("a  ", "a", true), ("a\\ ", "a ", true),
    ("a\t", "a", false), ("a\\", "a", false), ("a\\\\", "a\\", true), ("\\a", "a", true), ("", "a", false),
    ("/", "a/", false), ("!", "a", false), ("a\r", "a", true), ("a//", "a/", false), ("//a", "a", false),
    ("a\n!a", "a", false), ("!a\na", "a", true), ("*\n!*.keep", "x.keep", false), ("\u{FEFF}a", "a", true),
    ("a\0b", "a", true),
  ])
  func `a pattern ignores what git ignores`(_ lines: String, _ path: String, _ isIgnored: Bool) {
    #expect(IgnorePatternTests.ignores(Array(lines.utf8), path) == isIgnored)
  }

  @Test func `an ignore file outranks a gitignore, and a nearer file a farther one`() {
    var rules = IgnoreRules()
    rules.addPlain(Array("!keep".utf8), baseCount: 0)
    rules.addGit(Array("a\nkeep".utf8), baseCount: 0)
    rules.addGit(Array("!a\n/b".utf8), baseCount: 2)
    func ignores(_ path: String, _ start: Int) -> Bool {
      rules.ignores(Array(path.utf8), nameStart: start, isDirectory: false)
    }
    #expect(!ignores("d/a", 2))
    #expect(ignores("d/b", 2))
    #expect(!ignores("d/keep", 2))
    rules.enterRepository()
    #expect(!ignores("d/b", 2))
  }

  /// Small names made of few letters, so that patterns meet them.
  struct Source: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 11 ^ state << 31
    }
    mutating func word(_ pieces: [String], _ most: Int) -> String {
      (0..<Int.random(in: 1...most, using: &self)).map { _ in pieces.randomElement(using: &self) ?? "" }.joined()
    }
  }

  @Test(arguments: 1...12) func `git check-ignore says the same of any pattern`(_ seed: Int) throws {
    guard let git = ExternalProgram.find("git") else {
      print("not tested: there is no git to compare with")
      return
    }
    var random = Source(state: UInt64(seed) &* 7_919)
    let pieces = [
      "a", "b", "c", "*", "**", "?", "/", "/", "[ab]", "[!a]", "[^b-c]", "\\", "!", "#", " ", "-", "]", "[", "a/**",
      "**/",
      "[[:alpha:]]", "[]-a]", "/**/", "\\ ", "[a\\]b]", "***",
    ]
    for round in 0..<12 {
      let directory = try TemporaryDirectory()
      let lines = (0..<Int.random(in: 1...4, using: &random)).map { _ in random.word(pieces, 7) }
      let paths = Set((0..<60).map { _ in random.word(["a", "b", "c", "/", "-", "]", "!", " "], 7) }).filter {
        !$0.hasPrefix("/") && !$0.hasSuffix("/") && !$0.contains("//") && !$0.hasPrefix("-")
      }.sorted()
      _ = try git.run(["init", "-q", directory.path])
      try directory.write(".gitignore", Array(lines.joined(separator: "\n").utf8))
      let input = try directory.write(".paths", Array(paths.joined(separator: "\0").utf8))
      let answer = try git.run(
        ["-C", directory.path, "check-ignore", "--no-index", "-z", "-n", "-v", "--stdin"], input: input)
      let fields = answer.outputText.split(separator: "\0", omittingEmptySubsequences: false).map(String.init)
      var expected: [String: Bool] = [:]
      for at in stride(from: 0, to: fields.count - 3, by: 4) {
        expected[fields[at + 3]] = !fields[at].isEmpty && !fields[at + 2].hasPrefix("!")
      }
      #expect(expected.count == paths.count, "seed \(seed) round \(round)")
      for path in paths {
        #expect(
          IgnorePatternTests.ignoresAtAnyDepth(Array(lines.joined(separator: "\n").utf8), path) == expected[path],
          "\(lines) \(path)")
      }
    }
  }

  /// Whether a path is ignored, or a directory above it is.
  private static func ignoresAtAnyDepth(_ lines: [UInt8], _ path: String) -> Bool {
    let parts = path.split(separator: "/").map(String.init)
    for count in 1..<max(1, parts.count) where ignores(lines, parts[..<count].joined(separator: "/") + "/") {
      return true
    }
    return ignores(lines, path)
  }

  @Test(.timeLimit(.minutes(5))) func `no pattern takes for ever`() {
    let text = Array(repeating: UInt8(ascii: "a"), count: 4000)
    for piece in ["*a", "**/", "**/*a", "a*?", "[!b]*", "/**/*a*"] {
      let pattern = String(repeating: piece, count: 300) + "b"
      #expect(WildcardPattern(Array(pattern.utf8))?.matches(text[...]) == false)
      let path = Array(String(repeating: "a/", count: 2000).utf8)
      #expect(WildcardPattern(Array(pattern.utf8))?.matches(path[...]) == false)
    }
  }

  @Test func `any bytes are a pattern or none`() {
    var random = Source(state: 42)
    for _ in 0..<20_000 {
      let line = (0..<Int.random(in: 0...12, using: &random)).map { _ in
        Bool.random(using: &random)
          ? Array("*?[]!\\/-:^ ".utf8).randomElement(using: &random) ?? 0 : UInt8.random(in: 0...255, using: &random)
      }
      _ = IgnorePatternTests.ignores(line, "a/b c/[d]")
    }
  }
}
