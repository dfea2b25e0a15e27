import Dockerfile
import Testing

@Suite struct ExpansionHostileTests {
  private func text(_ unit: String, bytes: Int) -> [UInt8] {
    Array(String(repeating: unit, count: bytes / unit.utf8.count).utf8)
  }

  @Test(
    .timeLimit(.minutes(5)),
    arguments: [
      "${", "\"", "'", "$", "\\", "${A:-", "${A:-}", "${A#a}", "${A//a/b}", "${A##*a*a*b}", "<", "<< ", "a ",
      "\"${A:-\"",
      "${A/",
    ]) func `a megabyte of anything ends soon`(unit: String)
  {
    let text = text(unit, bytes: 1 << 20)
    _ = try? WordExpander().word(text) { $0 == "A" ? Array("aaaa".utf8) : nil }
    _ = try? WordExpander().words(text) { $0 == "A" ? Array("aaaa".utf8) : nil }
  }

  @Test func `substitutions go deep up to the limit`() throws {
    func nested(_ depth: Int) -> [UInt8] {
      Array((String(repeating: "${A:-", count: depth) + "x" + String(repeating: "}", count: depth)).utf8)
    }
    let limit = ExpansionLimits().depth
    for depth in [limit - 1, limit] {
      #expect(try WordExpander().word(nested(depth)) { _ in nil }.bytes == Array("x".utf8))
    }
    #expect(fails(nested(limit + 1), [:]) == .limit)
    #expect(fails(nested(100_000), [:]) == .limit)
  }

  @Test func `values cannot grow without end`() throws {
    var expander = WordExpander()
    expander.limits.valueBytes = 100 - 8 * 4
    #expect(try expander.word(Array("$A$A".utf8)) { _ in self.text("a", bytes: 49) }.bytes.count == 98)
    #expect(try expander.word(Array("$A$A".utf8)) { _ in self.text("a", bytes: 50) }.bytes.count == 100)
    #expect(throws: ExpansionError.self) { try expander.word(Array("$A$A".utf8)) { _ in self.text("a", bytes: 51) } }
    #expect(fails(Array("${A//a/$A}".utf8), ["A": text("a", bytes: 1 << 19)]) == .limit)
    #expect(fails(Array("${A//?/'$0$0$0$0'}".utf8), ["A": text("a", bytes: 1 << 19)]) == .limit)
  }

  @Test func `patterns take no more than the limit of steps`() throws {
    let text = Array("${A%%*a*a*a*a*b}".utf8)
    var expander = WordExpander()
    for (extra, isDone) in [(-1, false), (0, true), (1, true)] {
      // A thousand characters and the end, nine parts and the end, less what the text itself brings.
      expander.limits.patternSteps = 1001 * 11 - 16 * text.count + extra
      let result = try? expander.word(text) { _ in self.text("a", bytes: 1000) }
      #expect((result != nil) == isDone)
    }
    #expect(fails(Array("${A#$A}".utf8), ["A": self.text("a", bytes: 1 << 19)]) == .limit)
    for form in ["${A#*b}", "${A%%b*}", "${A/?b/c}", "${A//b/c}"] {
      #expect(fails(Array(form.utf8), ["A": self.text("é", bytes: 1 << 24)]) == .limit)
    }
  }

  private func fails(_ text: [UInt8], _ values: [String: [UInt8]]) -> ExpansionError.Code? {
    do throws(ExpansionError) {
      _ = try WordExpander().word(text) { values[$0] }
      return nil
    } catch { return error.code }
  }

  @Test func `random bytes never crash, and both modes refuse the same`() {
    var random = SystemRandomNumberGenerator()
    let parts = ["$", "${", "}", "\"", "'", "\\", "`", "/", "#", "%", "*", "?", ":", "-", "+", " ", "<<", "A", "é"]
    for _ in 0..<20_000 {
      var text: [UInt8] = []
      for _ in 0..<Int.random(in: 0..<16, using: &random) {
        text +=
          Bool.random(using: &random)
          ? Array((parts.randomElement(using: &random) ?? "").utf8) : [.random(in: 0...255)]
      }
      var expander = WordExpander(escape: Bool.random() ? 0x5C : 0x60)
      expander.keepsQuotes = .random()
      expander.keepsEscapes = .random()
      expander.keepsUnset = .random()
      expander.ignoresQuotes = .random()
      let word = try? expander.word(text) { $0 == "A" ? [0xFF, 0x20, 0x41] : nil }
      let words = try? expander.wordsWithRanges(text) { $0 == "A" ? [0xFF, 0x20, 0x41] : nil }
      #expect((word == nil) == (words == nil), "\(text)")
      #expect(words?.allSatisfy { !$0.bytes.isEmpty && $0.range.upperBound <= text.count } != false, "\(text)")
    }
  }
}
