import JSONText
import Testing

@Suite struct JSONParserTests {
  /// A text that is JSON, and what it holds in compact form.
  struct Accepted: Sendable, CustomTestStringConvertible {
    var text: String
    var compact: String
    init(_ text: String, _ compact: String? = nil) { (self.text, self.compact) = (text, compact ?? text) }
    var testDescription: String { text }
  }

  static let accepted: [Accepted] = [
    Accepted("null"), Accepted("true"), Accepted("false"), Accepted("\"\""), Accepted("[]"), Accepted("{}"),
    Accepted(" \t\r\n[ ]\n", "[]"), Accepted("[ 1 , 2 ]", "[1,2]"), Accepted("{ \"a\" : 1 }", #"{"a":1}"#),
    Accepted("0"), Accepted("-0"), Accepted("10"), Accepted("-1"), Accepted("0.5"), Accepted("1e5"), Accepted("1E+5"),
    Accepted("1.5e-10"), Accepted("123456789012345678901234567890"), Accepted("1e400"),
    Accepted("[[],[[]],{}]"), Accepted(#"{"a":{"b":[{"c":null}]}}"#), Accepted(#"{"":""}"#), Accepted("\"\u{7F}\""),
    Accepted(#""\"\\\/\b\f\n\r\t""#, "\"\"\\/\u{8}\u{C}\n\r\t\""), Accepted(#""A\u00e9\u20AC""#, "\"Aé€\""),
    Accepted(#""\ud83d\ude00""#, "\"😀\""), Accepted("\"é€😀\""), Accepted(#""\u0000""#, "\"\u{0}\""),
    Accepted(#"{"a":1,"a":2}"#),
  ]

  @Test(arguments: accepted)
  func `a JSON text is read as what it says`(_ example: Accepted) throws {
    #expect(JSONParserTests.compact(try JSONParser.parse(Array(example.text.utf8))) == example.compact)
  }

  static let refused: [String] = [
    "", " ", "nul", "nulll", "True", "TRUE", "undefined", "NaN", "Infinity", "-Infinity", "-", "+1", "01", "-01", "1.",
    ".5", "1e", "1e+", "0x1", "1 2", "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[1,,2]", "{", "}", "{\"a\"",
    "{\"a\":",
    "{\"a\":1", "{\"a\":1,}", "{,}", "{a:1}", "{'a':1}", "{\"a\" 1}", "{\"a\":1 \"b\":2}", "{1:2}", "{null:1}", "[}",
    "{]",
    "\"", "\"a", "'a'", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\u+123\"", "\"\\u-123\"", "\"\\", "\"a\nb\"",
    "\"\u{0}\"", "\"\u{1F}\"", "[\"\t\"]", "// x\n1", "/* */1", "[1] x", "{}{}", "1\u{0}2", "\u{A0}1",
    "\u{FEFF}\u{FEFF}1",
    "[\u{B}1]", "\u{C}1",
  ]

  @Test(arguments: refused)
  func `a text that is not JSON is refused`(_ text: String) {
    #expect(throws: JSONError.self) { try JSONParser.parse(Array(text.utf8)) }
  }

  @Test func `every beginning of a text is refused and none makes it crash`() throws {
    let text = Array(#"[{"a\u00e9":[1.5e-3,true,null,"x\ud83d\ude00"],"b":{}},false]"#.utf8)
    _ = try JSONParser.parse(text)
    for count in 0..<text.count {
      #expect(throws: JSONError.self, "first \(count) bytes") { try JSONParser.parse(Array(text[..<count])) }
    }
  }

  @Test(arguments: [(2, true), (3, true), (4, false)])
  func `nesting is allowed up to the limit`(_ depth: Int, _ isAllowed: Bool) {
    for (opening, closing) in [("[", "]"), ("{\"a\":", "}")] {
      let text = String(repeating: opening, count: depth) + "1" + String(repeating: closing, count: depth)
      let value = try? JSONParser.parse(Array(text.utf8), limits: JSONLimits(depth: 3))
      #expect((value != nil) == isAllowed, "\(text)")
    }
  }

  @Test func `empty containers count as a level too`() {
    #expect(throws: JSONError.self) { try JSONParser.parse(Array("[[[[]]]]".utf8), limits: JSONLimits(depth: 3)) }
    #expect(throws: Never.self) { try JSONParser.parse(Array("[[[]]]".utf8), limits: JSONLimits(depth: 3)) }
  }

  @Test func `a million brackets end in an error, not in a stack overflow`() {
    #expect(throws: JSONError.self) { try JSONParser.parse([UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)) }
  }

  @Test(arguments: [(9, true), (10, true), (11, false)])
  func `a text may be as long as the limit`(_ count: Int, _ isAllowed: Bool) {
    let text = [UInt8(ascii: "1")] + [UInt8](repeating: 32, count: count - 1)
    let value = try? JSONParser.parse(text, limits: JSONLimits(bytes: 10))
    #expect((value != nil) == isAllowed)
  }

  @Test func `of two equal keys the last counts and the key is reported`() throws {
    let text = #"{"a":1,"b":{"c":1,"c":2,"c":3},"a":4}"#
    let (value, duplicates) = try JSONParser.parseReportingDuplicates(Array(text.utf8))
    #expect(value["a"]?.integer == 4)
    #expect(value["b"]?["c"]?.integer == 3)
    #expect(value.members?.count == 3)
    #expect(duplicates == ["c", "c", "a"])
  }

  @Test func `equal keys of different objects are no duplicates`() throws {
    let (_, duplicates) = try JSONParser.parseReportingDuplicates(Array(#"[{"a":1},{"a":{"a":2}}]"#.utf8))
    #expect(duplicates == [])
  }

  @Test func `keys are compared as they are after unescaping`() throws {
    let (_, duplicates) = try JSONParser.parseReportingDuplicates(Array(#"{"a":1,"\u0061":2}"#.utf8))
    #expect(duplicates == ["a"])
  }

  @Test func `a byte order mark is passed over once`() throws {
    let value = try JSONParser.parse([0xEF, 0xBB, 0xBF] + Array("[1]".utf8))
    #expect(value.offset == 3)
    #expect(throws: JSONError.self) { try JSONParser.parse([0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF, 0x31]) }
    #expect(throws: JSONError.self) { try JSONParser.parse([0xEF, 0xBB, 0xBF]) }
  }

  @Test func `zeros after the value are padding, before it they are not`() throws {
    #expect(try JSONParser.parse(Array("{}\u{0}\u{0}\u{0}".utf8)).members?.isEmpty == true)
    #expect(try JSONParser.parse(Array("{}\n\u{0}".utf8)).members?.isEmpty == true)
    #expect(throws: JSONError.self) { try JSONParser.parse(Array("\u{0}{}".utf8)) }
    #expect(throws: JSONError.self) { try JSONParser.parse(Array("{}\u{0}{}".utf8)) }
  }

  @Test(arguments: [[0xFF, 0xFE], [0xFE, 0xFF], []] as [[UInt8]])
  func `UTF-16 is refused`(_ mark: [UInt8]) {
    let little = "{}".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    let big = "{}".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    #expect(throws: JSONError.self) { try JSONParser.parse(mark + little) }
    #expect(throws: JSONError.self) { try JSONParser.parse(mark + big) }
  }

  @Test(arguments: [
    (#""\ud800""#, "\u{FFFD}"), (#""\udc00""#, "\u{FFFD}"), (#""\ud800x""#, "\u{FFFD}x"),
    (#""\ud800\n""#, "\u{FFFD}\n"), (#""\ud800A""#, "\u{FFFD}A"), (#""\ud800\ud83d\ude00""#, "\u{FFFD}😀"),
    (#""\udc00\ud800""#, "\u{FFFD}\u{FFFD}"), (#""\ud800\udbff""#, "\u{FFFD}\u{FFFD}"),
  ])
  func `half a surrogate pair becomes the replacement character`(_ text: String, _ expected: String) throws {
    #expect(try JSONParser.parse(Array(text.utf8)).string == expected)
  }

  @Test(
    arguments: [[0xFF], [0xC3], [0xE2, 0x82], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80]] as [[UInt8]])
  func `bytes that are not UTF-8 become the replacement character`(_ bytes: [UInt8]) throws {
    let text = try JSONParser.parse([0x22, 0x61] + bytes + [0x62, 0x22]).string ?? ""
    #expect(text.hasPrefix("a\u{FFFD}"))
    #expect(text.hasSuffix("b"))
  }

  @Test(arguments: [
    ("[1,2 3]", 5), ("{\"a\":tru}", 5), ("{\"a\":1,}", 7), ("[1", 2), ("[1]]", 3), ("\"a\nb\"", 2), ("\"\\x\"", 2),
    ("", 0),
    ("[01]", 2), ("{\"a\" 1}", 5),
  ])
  func `an error names the byte it is at`(_ text: String, _ offset: Int) {
    #expect { try JSONParser.parse(Array(text.utf8)) } throws: { ($0 as? JSONError)?.offset == offset }
  }

  @Test func `values and keys know where they stand`() throws {
    let value = try JSONParser.parse(Array(#" {"a": [10, "é"], "b" : null}"#.utf8))
    #expect(value.offset == 1)
    #expect(value["a"]?.offset == 7)
    #expect(value["a"]?.array?.map(\.offset) == [8, 12])
    #expect(value.members?.map(\.keyOffset) == [2, 19])
    #expect(value["b"]?.offset == 25)
  }

  @Test(arguments: [
    (#"{"Layers":[1]}"#, "[1]"), (#"{"layers":[1]}"#, "[1]"), (#"{"LAYERS":1,"layers":2}"#, "2"),
    (#"{"layers":2,"Layers":1}"#, "1"), (#"{"Layers":1,"layers":null}"#, "1"), (#"{"Layers":null}"#, "nil"),
    (#"{"Layer":1}"#, "nil"), (#"[1]"#, "nil"), (#"{"Layers":1,"Layers":2}"#, "2"),
  ])
  func `a field is found as Go finds it: any letter case, the last that is not null`(
    _ text: String, _ expected: String
  ) throws {
    let found = try JSONParser.parse(Array(text.utf8)).field("Layers")
    #expect(found.map(JSONParserTests.compact) ?? "nil" == expected)
  }

  @Test func `a subscript takes exactly that key, null included`() throws {
    let value = try JSONParser.parse(Array(#"{"a":1,"A":2,"a":null}"#.utf8))
    #expect(value["a"]?.isNull == true)
    #expect(value["A"]?.integer == 2)
    #expect(value["b"] == nil)
  }

  @Test(arguments: [
    ("1", 1), ("-9223372036854775808", Int64.min), ("9223372036854775808", nil), ("1.0", nil), ("1e2", nil),
  ])
  func `a number is an integer when it is written as one that fits`(_ text: String, _ expected: Int64?) throws {
    #expect(try JSONParser.parse(Array(text.utf8)).integer == expected)
  }

  /// The value in the shortest form, numbers and order as written, strings not escaped.
  static func compact(_ value: JSONValue) -> String {
    switch value.kind {
    case .null: "null"
    case .bool(let flag): flag ? "true" : "false"
    case .number(let text): text
    case .string(let text): "\"\(text)\""
    case .array(let items): "[" + items.map(compact).joined(separator: ",") + "]"
    case .object(let members):
      "{" + members.map { "\"\($0.key)\":\(compact($0.value))" }.joined(separator: ",") + "}"
    }
  }
}
