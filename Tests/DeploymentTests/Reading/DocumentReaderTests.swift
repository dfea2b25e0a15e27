import Core
import Testing

@testable import Deployment

@Suite struct DocumentReaderTests {
  private func lines(_ text: String, _ name: String = "x.yaml") throws -> [String] {
    try DocumentReader.read(Array(text.utf8), name: name).roots.flatMap(DeploymentReading.lines)
  }

  @Test func `JSON has its places`() throws {
    let text = "{\n  \"a\": [1, true, null],\n  \"\\u0062/~\": {\"c\": \"x\\ny\"}\n}"
    let found = try lines(text)
    #expect(
      found == [
        "/a/0 2:9 1", "/a/1 2:12 true", "/a/2 2:18 null", "/b~1~0/c 3:21 'x\ny'",
      ])
    let root = try #require(try DocumentReader.read(Array(text.utf8), name: "x").roots.first)
    #expect(root.members?.map { $0.keyRange.end.column } == [6, 13])
    #expect(root["a"]?.range.end == SourcePosition(line: 2, column: 23))
  }

  @Test func `plain scalars of YAML have types, quoted ones are texts`() throws {
    let text = """
      a: ~
      b: True
      c: 010
      d: -1.5e3
      e: yes
      f: '12'
      g: 1000:1000
      h: !!str 12
      i: 0x1F
      j: .
      k: 1_000
      l: +
      """
    let found = try lines(text)
    #expect(
      found == [
        "/a 1:4 null", "/b 2:4 true", "/c 3:4 010", "/d 4:4 -1.5e3", "/e 5:4 'yes'", "/f 6:4 '12'",
        "/g 7:4 '1000:1000'", "/h 8:4 '12'", "/i 9:4 0x1F", "/j 10:4 '.'", "/k 11:4 '1_000'", "/l 12:4 '+'",
      ])
    let root = try #require(try DocumentReader.read(Array(text.utf8), name: "x").roots.first)
    #expect(root["e"]?.flagValue == true)
    #expect(root["f"]?.wholeNumber == 12)
    #expect(root["f"]?.isPlain == false)
  }

  @Test func `tags of functions make a value unknown`() throws {
    let text = """
      a: !Ref Image
      b: !Sub plain
      c: !Sub 'x${A}'
      d: !If [A, 1, 2]
      e: !Ref AWS::NoValue
      f: [1, !Ref AWS::NoValue, 3]
      g: !reset []
      h: !GetAtt A.Arn
      i: !<tag:yaml.org,2002:binary> eA==
      j: ! plain
      """
    let found = try lines(text)
    #expect(
      found == [
        "/a 1:4 ?Ref 'Image'", "/b 2:4 'plain'", "/c 3:4 ?Fn::Sub 'x${A}'", "/d 4:4 ?Fn::If", "/f/0 6:5 1",
        "/f/2 6:27 3", "/g 7:4 ?!reset", "/h 8:4 ?Fn::GetAtt 'A.Arn'", "/i 9:4 ?!!binary 'eA=='", "/j 10:4 'plain'",
      ])
  }

  @Test func `what << merges in gives way to a mapping's own keys, the first of a list wins`() throws {
    let text = """
      x: &x {a: 1, b: 2}
      y: &y
        <<: *x
        b: 3
        c: 4
      z:
        <<: [*y, {a: 5, d: 6}]
        c: 7
      w: {<<: text, e: 8}
      """
    let found = try lines(text)
    #expect(
      found == [
        "/x/a 1:11 1", "/x/b 1:17 2", "/y/b 4:6 3", "/y/c 5:6 4", "/y/a 1:11 1", "/z/c 8:6 7", "/z/b 4:6 3",
        "/z/a 1:11 1", "/z/d 7:22 6", "/w/<< 9:9 'text'", "/w/e 9:18 8",
      ])
  }

  @Test func `aliases stand for what their anchor marks, each document for itself`() throws {
    let text = "a: &a [1, &b x]\nb: *b\nc: &c *a\nd: *c\n"
    #expect(DeploymentReading.failure(text, "x.yaml") != nil)
    let found = try lines("a: &a [1, &b x]\nb: *b\nc: [*a]\n")
    #expect(
      found == [
        "/a/0 1:8 1", "/a/1 1:11 'x'", "/b 1:11 'x'", "/c/0/0 1:8 1", "/c/0/1 1:11 'x'",
      ])
    #expect(throws: DeploymentError.self) { try lines("a: &a 1\n---\nb: *a\n") }
    #expect(try lines("a: &a 1\nb: &a 2\nc: *a\n").last == "/c 2:4 2")
  }

  @Test func `several documents come one by one`() throws {
    #expect(try lines("# c\n---\na: 1\n---\nb: 2\n---\n") == ["/a 3:4 1", "/b 5:4 2", " 7:1 null"])
  }

  @Test func `a byte order mark is passed over, also in JSON`() throws {
    #expect(try lines("\u{FEFF}{\"a\": 1}") == ["/a 1:7 1"])
    #expect(try lines("\u{FEFF}a: 1") == ["/a 1:4 1"])
  }

  @Test(arguments: [
    ("{\"a\": 1\n \"b\": 2}", "2:2: not JSON: expected a comma or the end of the object"),
    ("{\"a\": 1, // x\n}", "1:10: not JSON: a comment, which JSON does not have; take the comments out"),
    ("[\n/* x */ 1]", "2:1: not JSON: a comment, which JSON does not have; take the comments out"),
    ("{\"a\": 1,\n}", "2:1: not JSON: a comma after the last value; take the comma out"),
    ("[1, ]", "1:5: not JSON: a comma after the last value; take the comma out"),
    ("{'a': 1}", "1:2: not JSON: a single quote, expected a double one"),
    ("{\"a\": }", "1:7: not JSON: expected a value"),
    ("{\"a\": 1} x", "1:10: not JSON: text after the value"),
    ("{\"a\": 1, \"b\": {\"c\": 1,\n\"c\": 2}}", "2:1: `c` is set twice, in line 1 and here; take one out"),
    (
      "{\"cpu\": ${cpu}}",
      "1:9: a template, which is no JSON before it is filled in; fill it in first, or put the placeholder in quotes"
    ),
    (
      "{\"cpu\": {{ cpu }}}",
      "1:10: a template, which is no JSON before it is filled in; fill it in first, or put the placeholder in quotes"
    ),
    ("a: 1\nb: 2\na: 3\n", "3:1: `a` is set twice, in line 1 and here; take one out"),
    ("a: *b\n", "1:4: `*b` stands for nothing: no such anchor before it"),
    ("a: &a [*a]\n", "1:8: `*a` stands for nothing: no such anchor before it"),
    (
      "a: b\n\tc: d\n",
      "2:1: not YAML: found a tab character that violates indentation, while scanning a plain scalar; "
        + "indent with blanks, not with tabs"
    ),
  ])
  func `what cannot be read is told with its place`(_ text: String, _ words: String) {
    #expect(DeploymentReading.words(DeploymentReading.failure(text)) == words)
  }

  @Test(arguments: [
    ("kind: A\n{{- if .Values.x }}\nb: 1\n{{- end }}\n", "a Helm template: render it first"),
    ("apiVersion: v1\nname: {{ .Values.name }}\n", "a Helm template: render it first"),
    ("{{- if .Values.x }}\nkind: A\n{{- end }}\n", "a Helm template: render it first"),
    ("a: 1\n{% if x %}\nb: 1\n", "a template, which is no YAML before it is filled in"),
    ("image: {{ image }}\n", "a template, which is no YAML before it is filled in"),
  ])
  func `a template is called one`(_ text: String, _ words: String) {
    let error = DeploymentReading.failure(text, "x.yaml")
    #expect(error?.code == "template")
    #expect(error?.message == words)
    #expect(error?.position != nil)
  }

  @Test func `a mistake elsewhere in a text with braces is no template`() {
    #expect(DeploymentReading.failure("a: '{{resolve:ssm:x}}'\nb: 1\nc: 2\n\td: 3\n", "x.yaml")?.code == "invalid-yaml")
  }

  @Test func `a message shows no character that steers a terminal`() {
    let error = DeploymentReading.failure("{\"\\u001b[2J\": 1, \"\\u001b[2J\": 2}")
    #expect(error?.message == "`\\u{1b}[2J` is set twice, in line 1 and here")
    let other = DeploymentReading.failure("{\"\\u001b\": 1}", "\u{1B}.json")
    #expect(other?.message.unicodeScalars.contains { $0.value < 32 } == false)
  }

  @Test(arguments: [
    ([0xFF, 0xFE, 0x7B, 0], "not-text"), ([0xFE, 0xFF, 0, 0x7B], "not-text"), ([0x61, 0, 0x62], "not-text"),
    ([0x61, 0x3A, 0x20, 0xFF], "invalid-yaml"),
  ])
  func `what is no text is refused`(_ bytes: [Int], _ code: String) {
    #expect(DeploymentReading.failure(bytes.map { UInt8($0) })?.code == code)
  }

  @Test(arguments: [("{\"a\": [1]}", 10), ("a: [1]", 6)])
  func `limits hold`(_ text: String, _ size: Int) throws {
    func reads(_ change: (inout DeploymentLimits) -> Void) -> Bool {
      var limits = DeploymentLimits()
      change(&limits)
      return (try? DocumentReader.read(Array(text.utf8), name: "x", limits: limits)) != nil
    }
    for (value, isRead) in [(-1, false), (0, true), (1, true)] {
      #expect(reads { $0.bytes = size + value } == isRead)
      #expect(reads { ($0.jsonDepth, $0.textDepth) = (2 + value, 2 + value) } == isRead)
      // YAML counts keys too.
      #expect(reads { $0.values = (text.hasPrefix("{") ? 3 : 4) + value } == isRead)
    }
  }
}
