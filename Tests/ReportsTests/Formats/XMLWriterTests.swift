import Testing

@testable import Reports

@Suite struct XMLWriterTests {
  private func text(_ build: (inout XMLWriter) -> Void) -> String {
    var xml = XMLWriter()
    build(&xml)
    return String(decoding: xml.bytes, as: UTF8.self)
  }

  @Test func `elements nest and end`() {
    let xml = text { xml in
      xml.element("a", [("x", "1"), ("y", "")]) { xml in
        xml.element("b")
        xml.element("c", text: "t")
      }
    }
    #expect(xml == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a x=\"1\" y=\"\">\n  <b/>\n  <c>t</c>\n</a>\n")
  }

  @Test(arguments: [
    ("a&b<c>d\"e'f", "a&amp;b&lt;c&gt;d&quot;e&apos;f", "a&amp;b&lt;c&gt;d&quot;e&apos;f"),
    ("a\nb\tc\rd", "a&#10;b&#9;c&#13;d", "a\nb\tc&#13;d"),
    ("x\u{0}\u{1}\u{8}\u{B}\u{1F}\u{FFFE}\u{FFFF}y", "xy", "xy"),
    ("]]>ü€😀\u{85}", "]]&gt;ü€😀\u{85}", "]]&gt;ü€😀\u{85}"),
  ]) func `texts are escaped and stripped of what XML forbids`(raw: String, attribute: String, content: String) {
    let xml = text { $0.element("a", [("x", raw)], text: raw) }
    #expect(xml.hasSuffix("<a x=\"\(attribute)\">\(content)</a>\n"))
  }
}
