import Core
import Testing
import YAMLText

@Suite struct YAMLReaderTests {
  @Test func `places are lines and byte columns`() throws {
    let node = try YAMLReader.document(Array("é: [ü, x]\nlist:\n  - {a: 'ö', b: c}\n\n# end\n".utf8))
    let pairs = try #require(node.mapping)
    #expect(pairs.map(\.key) == ["é", "list"])
    #expect(pairs[0].keyRange == range(1, 1, 1, 3))
    #expect(pairs[0].value.range == range(1, 5, 1, 12))
    #expect(pairs[0].value.sequence?.map(\.range) == [range(1, 6, 1, 8), range(1, 10, 1, 11)])
    let entry = try #require(pairs[1].value.sequence?.first)
    #expect(entry.range == range(3, 5, 3, 20))
    #expect(entry["b"]?.range == range(3, 17, 3, 18) || entry["b"]?.range == range(3, 18, 3, 19))
    // A block ends with its last value, not where the next thing begins.
    #expect(node.range == range(1, 1, 3, 20))
  }

  @Test func `line ends that only YAML knows do not shift the lines`() throws {
    let node = try YAMLReader.document(Array("a: \"x\u{2028}y\u{85}z\"\r\nb: 1\rc: 2\n".utf8))
    #expect(node.mapping?.map(\.key) == ["a", "b", "c"])
    #expect(node.mapping?[1].keyRange.start == SourcePosition(line: 2, column: 1))
  }

  @Test(arguments: ["", "# nothing\n", "---\n", "\u{FEFF}", "---\n...\n", " \n\n"])
  func `a text without content is an empty mapping`(_ text: String) throws {
    #expect(try YAMLReader.document(Array(text.utf8)).mapping?.isEmpty == true)
  }

  @Test func `scalars say how they are written`() throws {
    let text = "{a: no, b: 'no', c: \"no\", d: !!str no, e: ~, f: '', g: }\n"
    let pairs = try #require(try YAMLReader.document(Array(text.utf8)).mapping)
    #expect(pairs.map { $0.value.scalar?.style } == [.plain, .quoted, .quoted, .quoted, .plain, .quoted, .plain])
    #expect(pairs.map { $0.value.isNull } == [false, false, false, false, true, false, true])
    let block = try YAMLReader.document(Array("a: |\n  x\n  y\nb: >-\n  x\n  y\n".utf8))
    #expect(block["a"]?.scalar == YAMLNode.Scalar("x\ny\n", style: .quoted))
    #expect(block["b"]?.scalar?.text == "x y")
  }

  @Test func `JSON is read too`() throws {
    let node = try YAMLReader.document(Array("{\n\t\"a\": [1, true, \"\\u00e9\\n\"],\r\n\t\"b\": {}\n}".utf8))
    #expect(node["a"]?.sequence?.compactMap { $0.scalar?.text } == ["1", "true", "é\n"])
    #expect(node["b"]?.mapping?.isEmpty == true)
  }

  @Test func `several documents come one by one`() throws {
    let text = Array("a: 1\n---\nb: 2\n---\n".utf8)
    #expect(try YAMLReader.documents(text).map { $0.mapping?.first?.key } == ["a", "b", nil])
    #expect(throws: YAMLError.self) { try YAMLReader.document(text) }
  }

  @Test(arguments: [
    ("a: 1\nb: 2\na: 3\n", "3:1: `a` is set twice, in line 1 and here"),
    ("a: 1\n---\nb: 2\n", "2:1: a second document begins here; one is expected"),
    ("a: &x 1\nb: *x\n", "2:4: `*x` stands for another value; such aliases are not read"),
    ("[a]: 1\n", "1:1: a key is a list or a mapping; expected a text"),
    ("? {a: b}\n: 1\n", "1:3: a key is a list or a mapping; expected a text"),
  ])
  func `what is refused is told with its place`(_ text: String, _ message: String) {
    #expect(failure(Array(text.utf8)) == message)
  }

  @Test(arguments: [
    ("a: b\n\tc: d\n", "2:1", "indent with blanks, not with tabs"),
    ("path: **/x\n", "1:7", "put a text that begins with `*` in quotes"),
    ("a: @b\n", "1:4", "put the text in quotes"),
    ("a: b: c\n", "1:5", "put a text with `: ` in quotes, or check the indentation"),
    ("a:\n  b: 1\n c: 2\n", "3:2", "look at the indentation, here and above"),
    ("a: !<x\n", "1:4", "put a text that begins with `!` in quotes"),
    ("a: [1\n", "2:1", nil),
    ("a: \"\\q\"\n", "1:5", nil),
  ])
  func `what is no YAML is told with a way out`(_ text: String, _ place: String, _ help: String?) throws {
    let error = try #require(refusal(Array(text.utf8)))
    #expect("\(error.position.line):\(error.position.column)" == place, "\(error)")
    #expect(error.help == help, "\(error)")
    #expect(error.message.utf8.starts(with: "not YAML: ".utf8))
  }

  @Test(arguments: [
    ([0x61, 0x3A, 0x20, 0xFF, 0x0A], 4), ([0x61, 0x3A, 0x20, 0xC3, 0x0A], 5), ([0x61, 0x00], 2),
    ([0xC3, 0xA9, 0x3A, 0x20, 0x1B, 0x0A], 5), ([0xFF, 0xFE, 0x61, 0x00], 1), ([0xED, 0xA0, 0x80], 1),
  ])
  func `bytes that are no text are refused`(_ bytes: [Int], _ column: Int) throws {
    let error = try #require(refusal(bytes.map { UInt8($0) }))
    #expect(error.position == SourcePosition(line: 1, column: column), "\(error)")
  }

  @Test func `limits hold`() throws {
    var limits = YAMLLimits()
    (limits.bytes, limits.depth, limits.nodes) = (20, 3, 6)
    func fails(_ text: String) -> Bool { (try? YAMLReader.document(Array(text.utf8), limits: limits)) == nil }
    #expect(!fails("a: 345678901234567\n#"))
    #expect(fails("a: 345678901234567\n##"))
    #expect(!fails("[[[1]]]"))
    #expect(fails("[[[[1]]]]"))
    #expect(!fails("[1, 2, 3, 4, 5]"))
    #expect(fails("[1, 2, 3, 4, 5, 6]"))
  }

  @Test(
    .timeLimit(.minutes(5)),
    arguments: [
      ("", "[", 1 << 20), ("", "- ", 1 << 19), ("", "{a: ", 1 << 18), ("", "? ", 1 << 19), ("", "a: 1\n", 200_000),
      ("", "'", 1 << 20), ("", "[],", 300_000), ("[", "[],", 300_000), ("", "!", 1 << 20), ("", "&a ", 300_000),
      ("", "---\n", 250_000), ("", "a\n", 500_000), ("\"", "\\n", 500_000), ("", "#\n", 500_000),
      ("a: |\n", " \n", 500_000), ("", "%TAG ! tag:x,1:\n", 60_000), ("", "é", 500_000), ("a: ", "é ", 300_000),
    ])
  func `a hostile text is refused soon`(_ start: String, _ unit: String, _ count: Int) {
    let text = Array(start.utf8) + Array(repeatElement(Array(unit.utf8), count: count).joined())
    _ = refusal(text)
  }

  @Test(.timeLimit(.minutes(5))) func `many names for tags are refused soon`() throws {
    let text = (0..<40_000).map { "%TAG !a\($0)! tag:x\n" }.joined() + "--- a\n"
    _ = refusal(Array(text.utf8))
    #expect(
      try YAMLReader.document(Array("%YAML 1.2\n%TAG !e! tag:x,1:\n--- {a: !e!b c}\n".utf8))["a"]?.tag == "tag:x,1:b")
  }

  private func range(_ line: Int, _ column: Int, _ endLine: Int, _ endColumn: Int) -> SourceRange {
    SourceRange(
      start: SourcePosition(line: line, column: column), end: SourcePosition(line: endLine, column: endColumn))
  }

  private func refusal(_ bytes: [UInt8]) -> YAMLError? {
    do throws(YAMLError) {
      _ = try YAMLReader.document(bytes)
      return nil
    } catch {
      return error
    }
  }

  private func failure(_ bytes: [UInt8]) -> String? {
    refusal(bytes).map { "\($0.position.line):\($0.position.column): \($0.message)" }
  }
}
