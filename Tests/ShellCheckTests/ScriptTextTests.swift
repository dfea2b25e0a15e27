import Dockerfile
import Testing

@testable import ShellCheck

@Suite struct ScriptTextTests {
  @Test(arguments: [false, true])
  func `every byte of the shell text is at its place in the file`(isExact: Bool) throws {
    let file = Array(
      "FROM a\nENV é=1\nRUN  --network=none echo \"ö\" \\\n# remark\n\n   $x; \\\n\tls\nRUN <<E\n\ta\n b\nE\n".utf8)
    let scripts = ScriptCase.scripts(file, isExact)
    #expect(scripts.count == 2)
    for script in scripts {
      var seen = 0
      for index in script.bytes.indices {
        guard let place = script.offsets(of: index..<(index + 1)) else { continue }
        #expect(Array(file[place]) == [script.bytes[index]])
        seen += 1
      }
      #expect(seen == (script.line == 3 ? Array("echo \"ö\"    $x; \tls".utf8).count : Array("\ta\n b\n".utf8).count))
    }
  }

  @Test func `a part over several lines has all that is between them`() throws {
    let file = "FROM a\nRUN ab \\\n# remark\n cd"
    let script = try #require(ScriptCase.scripts(file).first)
    let end = script.bytes.count
    let offsets = try #require(script.offsets(of: (end - 6)..<end))
    #expect(String(decoding: Array(file.utf8)[offsets], as: UTF8.self) == "ab \\\n# remark\n cd")
    #expect(script.text.copied((end - 6)..<end) == nil)
    #expect(script.text.copied((end - 6)..<(end - 4)) == 11..<13)
    #expect(script.text.copied((end - 6)..<(end - 6)) == 11..<11)
  }

  @Test func `words of our own are nowhere in the file`() throws {
    let script = try #require(ScriptCase.scripts("FROM a\nRUN ls").first)
    #expect(script.offsets(of: 0..<5) == nil)
    #expect(script.offsets(of: 0..<script.bytes.count) == 11..<13)
  }

  @Test func `bytes that are no text become one character each`() {
    var text = ScriptText()
    let source: [UInt8] = [0x61, 0xFF, 0xC3, 0x62, 0xC3, 0xA9]
    text.append(source, 0..<source.count)
    #expect(String(validating: text.bytes, as: UTF8.self) == "a\u{FFFD}\u{FFFD}bé")
    #expect(text.offsets(of: 1..<4) == 1..<2)
    #expect(text.offsets(of: 4..<7) == 2..<3)
    #expect(text.offsets(of: 7..<8) == 3..<4)
    #expect(text.offsets(of: 8..<10) == 4..<6)
    #expect(text.copied(1..<4) == nil)
    #expect(text.copied(7..<10) == 3..<6)
  }

  @Test func `an empty text has no places`() {
    #expect(ScriptText().offsets(of: 0..<4) == nil)
  }
}

@Suite struct ScriptPositionsTests {
  @Test(
    arguments: [
      ("ab\ncd", 1, 1, 0), ("ab\ncd", 2, 2, 4), ("ab\ncd", 2, 3, 5), ("ab\ncd", 1, 9, 2), ("ab\ncd", 3, 1, nil),
      ("\té😀x\ny", 1, 4, 7), ("\té😀x\ny", 1, 5, 8), ("\té😀x\ny", 2, 1, 9), ("\té😀x\ny", 2, 2, 10), ("é\n", 2, 1, 3),
      ("ab", 0, 1, nil), ("ab", 1, 0, 0), ("ab", .min, .min, nil), ("ab", 1, .max, 2), ("é", 1, .max, 2), ("", 1, 1, 0),
    ] as [(String, Int, Int, Int?)])
  func `a column is a character`(text: String, line: Int, column: Int, index: Int?) {
    #expect(ScriptPositions(Array(text.utf8)).index(line: line, column: column) == index)
  }
}
