import Testing

@testable import BuildChecks

/// The small grammars that the dispatch needs.
@Suite struct BuildCheckPartsTests {
  @Test(arguments: [
    "alpine", "alpine:3", "a/b", "a/b/c:d", "localhost/a", "localhost:5000/a", "r.example:5000/a/b:t", "A/b",
    "[::1]:5/a",
    "a__b", "a---b", "a.b-c_d", "a@sha256:\(String(repeating: "0", count: 64))",
    "r.x/a:t@sha256:\(String(repeating: "f", count: 64))",
    String(repeating: "g", count: 64), "a:\(String(repeating: "t", count: 128))", String(repeating: "a", count: 247),
  ])
  func `names of images`(text: String) { #expect(ReferenceGrammar.isValid(text)) }

  @Test(arguments: [
    "", ":", "a:", "a@", "a/", "/a", "a//b", "A", "a/B", "-a", "a-", "a._b", "a___b", "a:-t", "a b", "ä", "a:t:u",
    "a@b@c",
    "a@sha256:abc", "a@sha256:\(String(repeating: "F", count: 64))", "a@md5:\(String(repeating: "0", count: 32))",
    "r.x:/a", "r.x:a/b", "r..x/a", "-r.x/a", "[x]/a", String(repeating: "a", count: 64), "$a",
    "a:\(String(repeating: "t", count: 129))", String(repeating: "g", count: 248), "https://a/b",
  ])
  func `texts that name no image`(text: String) { #expect(!ReferenceGrammar.isValid(text)) }

  @Test(
    arguments: [
      ("linux", "linux/amd64"), ("LINUX/AMD64", "linux/amd64"), ("arm64", "linux/arm64"),
      ("linux/aarch64", "linux/arm64"),
      ("linux/armhf", "linux/arm"), ("macos/x86-64", "darwin/amd64"), ("windows(10.0.1)/amd64", "windows/amd64"),
      ("foo/bar", "foo/bar"), ("linux/arm/v6", "linux/arm"),
      ("foo", nil), ("", nil), ("/", nil), ("linux/", nil), ("linux/a/", nil), ("a/b/c/d", nil), ("linux(1", nil),
      ("l*/a", nil),
    ] as [(String, String?)])
  func `platforms`(text: String, expected: String?) {
    let platform = PlatformName(text)
    #expect(platform.map { $0.os + "/" + $0.architecture } == expected)
  }

  @Test(arguments: [
    ("a", "a"), ("./a//b/", "a/b"), ("a/../b", "b"), ("../a", "../a"), ("/../a", "/a"), ("a/..", "."), ("", "."),
    ("/", "/"),
    ("../../a/../..", "../../.."),
  ])
  func `paths`(text: String, expected: String) { #expect(SlashPath.cleaned(text) == expected) }

  @Test(arguments: [
    ("a", "a", true), ("a", "b/a", false), ("a", "a/b", true), ("a", "/a", false), ("a/b", "a", false),
    ("*", "a/b", true), ("*/b", "a/b", true), ("*/b", "b", false), ("a*c", "abbc", true), ("a*c", "ab/c", false),
    ("**/a", "a", true), ("**/a", "x/y/a", true), ("**/a", "xa", false), ("**a", "x/ya", true), ("a/**", "a/b/c", true),
    ("a/**/b", "a/b", true), ("a/**/b", "a/x/y/b", true), ("a/**/b", "axb", false), ("**/*.go", "x/a.go", true),
    ("**/*.go", "a.go/b", true), ("**a*", "xab", false), ("**a*", "ab", true), ("a?c", "abc", true),
    ("a?c", "a/c", false),
    ("[a-c]", "b", true), ("[a-c]", "d", false), ("[^a-c]", "d", true), ("[\\]]", "]", true), ("\\*", "*", true),
    ("\\*", "a", false), ("a.b", "axb", false), ("a+(b)", "a+(b)", true), ("/a", "a", true), ("a/", "a", true),
    ("./a", "a", true), ("*", ".", true), ("**/*", "/", true), ("*.a", ".", false), ("ä?", "äö", true),
  ])
  func `patterns of dockerignore`(pattern: String, path: String, expected: Bool) throws {
    var ignore = try #require(ContextIgnore(Array(pattern.utf8)))
    #expect(ignore.ignores(SlashPath.cleaned(path)) == expected)
  }

  @Test(arguments: ["!a", "a\n  !b", "[", "[a", "a\\", "[]", "[b-a]", "[-a]"])
  func `a dockerignore that is not held against sources`(text: String) {
    #expect(ContextIgnore(Array(text.utf8)) == nil)
  }

  @Test func `a shared table keeps what its copies had`() {
    var table = SharedTable<Int>()
    for number in 0..<2_000 { table.set("n\(number)", to: number) }
    let before = table
    for number in 0..<2_000 where number % 3 == 0 { table.set("n\(number)", to: -number) }
    table.set("new", to: 1)
    #expect(before.count == 2_000 && table.count == 2_001)
    for number in 0..<2_000 {
      #expect(before["n\(number)"] == number)
      #expect(table["n\(number)"] == (number % 3 == 0 ? -number : number))
    }
    #expect(before["new"] == nil && table["new"] == 1)
    #expect(Set(before.names) == Set((0..<2_000).map { "n\($0)" }) && before.names.count == 2_000)
  }
}
