import Core

/// A part of a file that an excerpt shows and marks.
struct SourceMark {
  var range: SourceRange
  /// What the marks say; empty for marks alone.
  var label: String
  /// Whether it is the finding's own place, marked `^^^`, not a place it speaks of, marked `---`.
  var isPrimary: Bool
}

/// Lines of a file with line numbers at the left and marks below.
struct SourceExcerpt {
  private let source: SourceText
  private let style: TerminalStyle
  private let ink: Ink
  private let gutter: SourceGutter
  /// The marks by the line they are shown on, in the order of their columns.
  private var marks: [Int: [Part]] = [:]
  /// The lines that are shown.
  private var shownLines: Set<Int> = []
  /// Last shown line of a part that goes on.
  private var cutLine: Int?

  /// A mark on one line.
  private struct Part {
    var bytes: Range<Int>
    var mark: SourceMark
  }

  /// - Parameters:
  ///   - ink: the colour of primary marks.
  ///   - lineLimit: lines that are shown of a part of many lines.
  init(
    _ source: SourceText, _ marks: [SourceMark], lineLimit: Int, gutter: SourceGutter, ink: Ink, style: TerminalStyle
  ) {
    (self.source, self.style, self.ink, self.gutter) = (source, style, ink, gutter)
    for mark in marks { add(mark, lineLimit: lineLimit) }
    for line in Array(self.marks.keys) {
      self.marks[line]?.sort { left, right in
        let (one, other) = (left.bytes.lowerBound, right.bytes.lowerBound)
        return one != other ? one < other : !left.mark.isPrimary && right.mark.isPrimary
      }
    }
  }

  /// The 1-based line that a range is shown on; nil when the file has no such line.
  ///
  /// The end of a file is shown at the end of its last line.
  static func line(of range: SourceRange, in source: SourceText) -> Int? {
    guard range.start.line >= 1, range.start.line - 1 <= source.lineCount, source.lineCount > 0 else { return nil }
    return min(range.start.line, source.lineCount)
  }

  private mutating func add(_ mark: SourceMark, lineLimit: Int) {
    guard let line = SourceExcerpt.line(of: mark.range, in: source) else { return }
    let count = source.line(line).count
    let (start, end) = (mark.range.start, mark.range.end)
    let lower = start.line > line ? count : min(max(start.column, 1) - 1, count)
    // A range that ends before the first column of a line does not reach into it.
    let isOnNextLine = end.line > line && end.column <= 1
    let last = min(isOnNextLine ? end.line - 1 : end.line, source.lineCount)
    var upper = lower
    if end.line > line { upper = count } else if end.line == line { upper = min(max(end.column, 1) - 1, count) }
    marks[line, default: []].append(Part(bytes: lower..<max(lower, upper), mark: mark))
    shownLines.insert(line)
    guard mark.isPrimary, last > line else { return }
    let kept = min(last, line + lineLimit - 1)
    if kept > line { shownLines.formUnion((line + 1)...kept) }
    if last > kept { cutLine = kept }
  }

  /// The lines, top to bottom; none when the file has none of the places.
  func lines() -> [String] {
    var lines: [String] = []
    var previous: Int?
    for line in shownLines.sorted() {
      if let before = previous, line == before + 2 {
        lines += self.lines(of: before + 1)
      } else if let before = previous, line > before + 1 {
        lines.append(style.ellipsis)
      }
      lines += self.lines(of: line)
      previous = line
    }
    if let cutLine, cutLine == previous { lines.append(style.ellipsis) }
    return lines
  }

  private func lines(of number: Int) -> [String] {
    let bytes = source.line(number)
    let room = style.width - gutter.width
    guard let parts = marks[number] else {
      return [gutter.line(number, SourceLine(bytes, part: 0..<0, columns: room, style: style).text)]
    }
    var lines: [String] = []
    var shown: String?
    for part in parts {
      // A long line is shown anew for each part that lies elsewhere in it.
      let view = SourceLine(bytes, part: part.bytes, columns: room, style: style)
      if view.text != shown { lines.append(gutter.line(number, view.text)) }
      shown = view.text
      lines += below(view, part.mark, room: room)
    }
    return lines
  }

  /// The marks with their label, which goes below them where there is no room beside them.
  private func below(_ view: SourceLine, _ mark: SourceMark, room: Int) -> [String] {
    let ink = mark.isPrimary ? self.ink : .note
    let blank = blanks(view.indent)
    let marks = blanks(view.length, of: mark.isPrimary ? UInt8(ascii: "^") : UInt8(ascii: "-"))
    let label = style.safe(mark.label)
    guard !label.isEmpty else { return [gutter.line(nil, blank + style.ink(ink, marks))] }
    if view.indent + view.length + 1 + columnCount(label) <= room {
      return [gutter.line(nil, blank + style.ink(ink, marks + " " + label))]
    }
    let indent = min(view.indent, max(0, room - 60))
    let start = blanks(indent)
    let rows = wrapped(label, columns: min(room, TerminalStyle.usualWidth) - indent)
    return [gutter.line(nil, blank + style.ink(ink, marks))]
      + rows.map { gutter.line(nil, start + style.ink(ink, $0)) }
  }
}

/// What stands at the left of an excerpt: line numbers and a bar.
struct SourceGutter {
  private let digits: Int
  private let style: TerminalStyle

  /// - Parameter last: the greatest line number.
  init(last: Int, style: TerminalStyle) {
    (digits, self.style) = (max(2, String(last).utf8.count), style)
  }

  /// Columns before the text.
  var width: Int { digits + 3 }
  /// Columns before the bar.
  var margin: Int { digits + 1 }

  /// A line of text behind a sign: the bar, or what a change does to the line.
  func line(_ number: Int?, sign: String = "|", ink: Ink = .faint, _ text: String) -> String {
    let name = number.map(String.init) ?? ""
    let left = blanks(max(0, digits - name.utf8.count)) + name
    let start = ink == .faint ? style.ink(ink, left + " " + sign) : style.ink(.faint, left) + " " + style.ink(ink, sign)
    return text.isEmpty ? start : start + " " + text
  }

  /// Where the excerpt is from.
  func arrow(_ text: String) -> String { blanks(digits) + style.ink(.faint, "-->") + " " + text }
}
