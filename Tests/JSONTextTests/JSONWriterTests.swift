import JSONText
import Testing

@Suite struct JSONWriterTests {
  @Test func `compact output has no blanks`() {
    var writer = JSONWriter(pretty: false)
    writer.object { writer in
      writer.member("a", 1)
      writer.member("b", ["x", "y"])
      writer.member("c", object: { _ in })
      writer.member(
        "d",
        array: { writer in
          writer.value(true)
          writer.null()
          writer.array { _ in }
        })
      writer.member("e", nil as String?)
      writer.member("f", nil as Int?)
      writer.member("g", nil as [String]?)
      writer.member("h", false)
    }
    #expect(writer.text == #"{"a":1,"b":["x","y"],"c":{},"d":[true,null,[]],"e":null,"f":null,"g":null,"h":false}"#)
  }

  @Test func `pretty output has one member a line`() {
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("a", [])
      writer.member("b", ["x"])
    }
    #expect(writer.text == "{\n  \"a\": [],\n  \"b\": [\n    \"x\"\n  ]\n}")
  }

  @Test(arguments: [
    ("\"", #"\""#), ("\\", #"\\"#), ("\n", #"\n"#), ("\r", #"\r"#), ("\t", #"\t"#), ("\u{0}", #"\u0000"#),
    ("\u{1B}", #"\u001b"#), ("\u{7F}", #"\u007f"#), ("\u{8}", #"\u0008"#), ("/", "/"), ("é😀", "é😀"),
  ])
  func `what would end or hide a string is escaped`(_ text: String, _ escaped: String) {
    var writer = JSONWriter(pretty: false)
    writer.object { $0.member(text, text) }
    #expect(writer.text == "{\"\(escaped)\":\"\(escaped)\"}")
  }

  @Test(arguments: 0..<0x20)
  func `no control character is written as it is`(_ code: Int) throws {
    let text = String(decoding: [UInt8(code)], as: UTF8.self)
    var writer = JSONWriter(pretty: false)
    writer.value(text)
    #expect(writer.bytes.allSatisfy { $0 >= 0x20 })
    #expect(try JSONParser.parse(writer.bytes).string == text)
  }

  @Test func `the largest numbers are written in full`() {
    var writer = JSONWriter(pretty: false)
    writer.array { writer in
      writer.value(Int64.min)
      writer.value(UInt64.max)
    }
    #expect(writer.text == "[-9223372036854775808,18446744073709551615]")
  }
}
