import Testing

@testable import ImageArchive

@Suite struct TextLinesTests {
  @Test(arguments: ["", "\n", "a", "a\n", "a\n\nbc\n", "\n\na", "a\nbc"])
  func `lines are those of split, empty ones too`(_ text: String) {
    var expected = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if text.isEmpty || text.hasSuffix("\n") { expected.removeLast() }
    // In the middle of an array positions are not counted from its start.
    let bytes = (Array("x\n".utf8) + Array(text.utf8) + Array("\nx".utf8))[2...].prefix(text.utf8.count)
    let lines = TextLines(bytes).map {
      String(decoding: bytes.dropFirst($0.lowerBound).prefix($0.count), as: UTF8.self)
    }
    #expect(lines == expected)
  }
}
