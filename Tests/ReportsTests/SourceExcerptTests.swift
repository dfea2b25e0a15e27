import Core
import Engine
import Testing

@testable import Reports

@Suite struct SourceExcerptTests {
  private func excerpt(
    _ text: String, _ range: SourceRange, label: String = "here", width: Int = 100, ascii: Bool = false
  ) -> [String] {
    excerpt(Array(text.utf8), range, label: label, width: width, ascii: ascii)
  }

  /// The lines between arrow and help.
  private func excerpt(
    _ bytes: [UInt8], _ range: SourceRange, label: String = "here", width: Int = 100, ascii: Bool = false,
    edits: [SourceEdit] = []
  ) -> [String] {
    let style = TerminalStyle(ascii: ascii, width: width)
    let report = TextReport(style: style, rules: Samples.allRules)
      .render(Samples.excerpt(bytes, range, label: label, edits: edits))
    let lines = report.split(separator: "\n").map(String.init)
    let start = lines.firstIndex { $0.contains("--> ") } ?? 0
    let end = lines.firstIndex { $0.contains("= help") } ?? 0
    return lines[(start + 1)..<end].filter { $0 != "   |" }
  }

  @Test func `carets stand below the range`() {
    #expect(excerpt("FROM a\nUSER root\n", Samples.range(2, 6..<10)) == [" 2 | USER root", "   |      ^^^^ here"])
  }

  @Test func `a tab is four blanks`() {
    #expect(excerpt("\tRUN\tx y", Samples.range(1, 6..<7)) == [" 1 |     RUN    x y", "   |            ^ here"])
    #expect(excerpt("\tRUN\tx y", Samples.range(1, 5..<6)) == [" 1 |     RUN    x y", "   |        ^^^^ here"])
  }

  @Test func `wide and combining characters keep the carets in place`() {
    #expect(excerpt("日本 x", Samples.range(1, 8..<9)) == [" 1 | 日本 x", "   |      ^ here"])
    #expect(excerpt("日本 x", Samples.range(1, 4..<7)) == [" 1 | 日本 x", "   |   ^^ here"])
    #expect(excerpt("e\u{301} x", Samples.range(1, 5..<6)) == [" 1 | e\u{301} x", "   |   ^ here"])
    // In the middle of a character: the whole of it.
    #expect(excerpt("日本 x", Samples.range(1, 5..<7)) == [" 1 | 日本 x", "   |   ^^ here"])
  }

  @Test func `line ends of Windows and a byte order mark are not shown`() {
    #expect(excerpt("\u{FEFF}FROM a\r\nB\r\n", Samples.range(1, 4..<8)) == [" 1 | FROM a", "   | ^^^^ here"])
    #expect(excerpt("A\r\nB c\r\n", Samples.range(2, 3..<4)) == [" 2 | B c", "   |   ^ here"])
  }

  @Test func `bytes that are no UTF-8 and controls are shown as what they are`() {
    let line = [UInt8]("a ".utf8) + [0xFF, 0xC3, 0x20, 0x1B] + Array("[2J x".utf8)
    let place = Samples.range(1, 11..<12)
    let shown = [" 1 | a \u{FFFD}\u{FFFD} \\u{1b}[2J x", "   |                ^ here"]
    #expect(excerpt(line, place) == shown)
    let escaped = [" 1 | a \\u{fffd}\\u{fffd} \\u{1b}[2J x", "   |                              ^ here"]
    #expect(excerpt(line, place, ascii: true) == escaped)
  }

  @Test func `a range of many lines shows six of them`() {
    let text = "RUN a \\\n" + (1...9).map { "  b\($0) \\" }.joined(separator: "\n") + "\n  c\n"
    #expect(
      excerpt(text, Samples.range(from: 1, 5, to: 11, 4)) == [
        " 1 | RUN a \\", "   |     ^^^ here", " 2 |   b1 \\", " 3 |   b2 \\", " 4 |   b3 \\", " 5 |   b4 \\",
        " 6 |   b5 \\", "…",
      ])
    #expect(
      excerpt(text, Samples.range(from: 10, 3, to: 12, 1)) == ["10 |   b9 \\", "   |   ^^^^ here", "11 |   c"])
    #expect(excerpt(text, Samples.range(from: 1, 1, to: 2, 1)) == [" 1 | RUN a \\", "   | ^^^^^^^ here"])
  }

  @Test func `a line between two is shown, more are left out`() {
    let finding = Samples.finding("DKF-TOOL-LEFT", .high, "odd", Samples.range(3, 1..<2))
    func lines(_ other: Int) -> [String] {
      let source = SourceText(Array("a\nb\nc\nd\ne\nf\n".utf8))
      let mark = SourceMark(range: Samples.range(other, 1..<2), label: "", isPrimary: false)
      let primary = SourceMark(range: Samples.range(3, 1..<2), label: finding.label, isPrimary: true)
      let gutter = SourceGutter(last: 6, style: TerminalStyle())
      return SourceExcerpt(
        source, [primary, mark], lineLimit: 6, gutter: gutter, ink: .error, style: TerminalStyle()
      ).lines()
    }
    #expect(lines(1) == [" 1 | a", "   | -", " 2 | b", " 3 | c", "   | ^"])
    #expect(lines(4) == [" 3 | c", "   | ^", " 4 | d", "   | -"])
    #expect(lines(6) == [" 3 | c", "   | ^", "…", " 6 | f", "   | -"])
    #expect(lines(3) == [" 3 | c", "   | -", "   | ^"])
  }

  @Test(arguments: [1, 30, 60, 1000, 1990, 1999])
  func `a long line is cut around the range`(column: Int) throws {
    var bytes = (0..<2000).map { UInt8(ascii: "a") + UInt8($0 % 26) }
    bytes[column - 1] = UInt8(ascii: "!")
    for width in [40, 60, 100] {
      let lines = excerpt(bytes, Samples.range(1, column..<(column + 1)), width: width)
      #expect(lines.allSatisfy { columnCount($0) <= width })
      let caret = try #require(Array(lines[1]).firstIndex(of: "^"))
      #expect(Array(lines[0])[caret] == "!")
      #expect(lines[0].contains("…") && (lines[0].hasSuffix("…") == (column < 1900)))
      #expect(columnCount(lines[0]) == width)
    }
  }

  @Test func `a long range in a long line is marked to where the line is cut`() {
    let lines = excerpt([UInt8](repeating: 0x61, count: 5000), Samples.range(1, 1..<5001), width: 60)
    #expect(lines[0] == " 1 | " + String(repeating: "a", count: 54) + "…")
    #expect(lines.dropFirst() == ["   | " + String(repeating: "^", count: 54), "   | here"])
  }

  @Test func `a label without room goes below`() {
    let label = Array(repeating: "word", count: 30).joined(separator: " ")
    let lines = excerpt("USER root", Samples.range(1, 6..<10), label: label, width: 60)
    #expect(lines[1] == "   |      ^^^^" && lines.count == 5)
    #expect(lines.allSatisfy { columnCount($0) <= 60 })
  }

  @Test(arguments: ["", "\n", "\r\n", "a", "a\n", "a\n\n", "\t", "日", "\u{FEFF}"])
  func `no place of any kind is too much for it`(text: String) {
    let numbers = [Int.min, -1, 0, 1, 2, 4, Int.max - 1, Int.max]
    let bytes = Array(text.utf8)
    for line in numbers {
      for column in numbers {
        for (endLine, endColumn) in zip(numbers + numbers.reversed(), numbers + numbers) {
          let range = Samples.range(from: line, column, to: endLine, endColumn)
          let edit = SourceEdit(range: range, replacement: "x\n", isSafe: true)
          let lines = excerpt(bytes, range, edits: [edit, edit])
          #expect(lines.count <= 8)
        }
      }
    }
  }

  @Test func `the end of a file is marked at the end of its last line`() {
    #expect(excerpt("FROM a\n", Samples.range(2, 1..<1)) == [" 1 | FROM a", "   |       ^ here"])
    #expect(excerpt("FROM a", Samples.range(1, 7..<7)) == [" 1 | FROM a", "   |       ^ here"])
    #expect(excerpt("FROM a", Samples.range(3, 1..<1)) == [])
    #expect(excerpt("", Samples.range(1, 1..<1)) == [])
  }

  @Test(.timeLimit(.minutes(5))) func `megabytes in one line take no time`() {
    let bytes = [UInt8](repeating: 0x61, count: 4_000_000)
    let findings = (0..<2000).map {
      Samples.finding(RuleID("DKF-\($0)"), .high, "odd", Samples.range(1, (1 + $0 * 1900)..<(3 + $0 * 1900)))
    }
    var target = Samples.dockerfileTarget(findings)
    target.source = SourceText(bytes)
    let outcome = Outcome(targets: [target], gate: Gate())
    #expect(TextReport(style: TerminalStyle(), rules: []).render(outcome).contains("DKF-1999"))
    #expect(!JSONReport(rules: []).render(outcome).isEmpty)
  }
}

@Suite struct EditPreviewTests {
  private func preview(_ text: String, _ edits: [SourceEdit]) -> [String]? {
    let source = SourceText(Array(text.utf8))
    let gutter = SourceGutter(last: source.lineCount, style: TerminalStyle())
    return EditPreview(edits, in: source)?.lines(of: source, gutter: gutter, style: TerminalStyle())
  }

  private func edit(_ line: Int, _ columns: Range<Int>, _ text: String) -> SourceEdit {
    SourceEdit(range: Samples.range(line, columns), replacement: text, isSafe: true)
  }

  @Test func `a line put in is shown with the next`() {
    #expect(preview("A\nB\n", [edit(2, 1..<1, "X\nY\n")]) == ["   + X", "   + Y", " 2   B"])
  }

  @Test func `a line put in at the end is shown with the last`() {
    #expect(preview("A\nB\n", [edit(3, 1..<1, "X\n")]) == [" 2   B", "   + X"])
    #expect(preview("A\nB", [edit(2, 2..<2, "\nX")]) == [" 2   B", "   + X"])
    #expect(preview("", [edit(1, 1..<1, "X\n")]) == ["   + X"])
  }

  @Test func `a changed line is shown before and after`() {
    #expect(preview("A 777 b\r\nB\r\n", [edit(1, 3..<6, "755")]) == [" 1 - A 777 b", "   + A 755 b"])
    #expect(
      preview("A 777 777\n", [edit(1, 7..<10, "2"), edit(1, 3..<6, "1")]) == [" 1 - A 777 777", "   + A 1 2"])
  }

  @Test func `a line is taken out`() {
    let range = Samples.range(from: 2, 1, to: 3, 1)
    #expect(preview("A\nB\nC\n", [SourceEdit(range: range, replacement: "", isSafe: true)]) == [" 2 - B"])
  }

  @Test func `distant changes are kept apart`() {
    #expect(
      preview("A\nB\nC\nD\n", [edit(4, 1..<2, "d"), edit(1, 1..<2, "a")])
        == [" 1 - A", "   + a", "…", " 4 - D", "   + d"])
  }

  @Test func `long changes are cut`() {
    let lines = preview("A\n", [edit(1, 1..<1, String(repeating: "X\n", count: 100))])
    #expect(lines?.count == 8 && lines?.dropFirst(6).first == "…")
    let many = (1...20).map { edit($0 * 3, 1..<2, "b") }
    #expect(preview(String(repeating: "a\n", count: 60), many)?.last == "… 14 more changes")
  }

  @Test func `a change of a long line shows the change`() {
    let text = String(repeating: "a", count: 3000)
    let lines = preview(text, [edit(1, 2000..<2001, "!")]) ?? []
    #expect(lines.count == 2 && lines[1].contains("a!a") && lines.allSatisfy { columnCount($0) <= 100 })
  }

  @Test func `overlapping and impossible changes are not shown`() {
    #expect(preview("ABC\n", [edit(1, 1..<3, "x"), edit(1, 2..<4, "y")]) == nil)
    #expect(preview("ABC\n", [edit(1, 9..<9, "x")]) == nil)
    #expect(preview("ABC\n", [edit(9, 1..<1, "x")]) == nil)
    #expect(preview("ABC\n", []) == nil)
  }

  @Test func `a change that changes nothing is not shown`() {
    #expect(preview("ABC\n", [edit(1, 1..<4, "ABC")]) == [])
  }
}
