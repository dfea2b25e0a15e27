import Core

/// What a fix makes of a file, as lines that go and lines that come.
struct EditPreview {
  /// Neighbouring lines that change.
  struct Hunk: Equatable {
    /// 1-based line of the first of `removed`, or before which `added` come.
    var line: Int
    var removed: [ArraySlice<UInt8>]
    var added: [ArraySlice<UInt8>]
  }

  let hunks: [Hunk]

  /// Lines of each kind that are shown of a hunk, and hunks that are shown.
  private static let listed = 6

  /// Nil when there are no edits, they overlap, or the file does not have their places.
  init?(_ edits: [SourceEdit], in source: SourceText) {
    var spans: [(range: Range<Int>, edit: SourceEdit)] = []
    for edit in edits {
      guard let lower = EditPreview.offset(of: edit.range.start, in: source),
        let upper = EditPreview.offset(of: edit.range.end, in: source), lower <= upper
      else { return nil }
      spans.append((lower..<upper, edit))
    }
    let sorted = spans.enumerated().sorted { left, right in
      let (one, other) = (left.element.range.lowerBound, right.element.range.lowerBound)
      return one != other ? one < other : left.offset < right.offset
    }.map(\.element)
    guard !sorted.isEmpty, zip(sorted, sorted.dropFirst()).allSatisfy({ $0.range.upperBound <= $1.range.lowerBound })
    else { return nil }
    var hunks: [Hunk] = []
    var group: [(range: Range<Int>, edit: SourceEdit)] = []
    var last = 0
    for span in sorted {
      let (first, end) = EditPreview.lines(of: span.range, in: source)
      if !group.isEmpty, first > last + 1 {
        hunks.append(EditPreview.hunk(group, in: source))
        group = []
      }
      group.append(span)
      last = max(last, end)
    }
    hunks.append(EditPreview.hunk(group, in: source))
    self.hunks = hunks.filter { !$0.removed.isEmpty || !$0.added.isEmpty }
  }

  /// The changes line by line, with the line after what is only put in, or the one before at the end of the file.
  func lines(of source: SourceText, gutter: SourceGutter, style: TerminalStyle) -> [String] {
    var lines: [String] = []
    let room = style.width - gutter.width
    func shown(_ bytes: ArraySlice<UInt8>, at focus: Int = 0) -> String {
      SourceLine(bytes, part: focus..<focus, columns: room, style: style).text
    }
    for (index, hunk) in hunks.prefix(EditPreview.listed).enumerated() {
      if index > 0 { lines.append(style.ellipsis) }
      let isInsertion = hunk.removed.isEmpty
      if isInsertion, hunk.line > source.lineCount, hunk.line > 1 {
        lines.append(gutter.line(hunk.line - 1, sign: " ", shown(source.line(hunk.line - 1))))
      }
      for (index, line) in hunk.removed.enumerated().prefix(EditPreview.listed) {
        let focus = hunk.added.indices.contains(index) ? EditPreview.common(line, hunk.added[index]) : 0
        lines.append(gutter.line(hunk.line + index, sign: "-", ink: .bad, shown(line, at: focus)))
      }
      if hunk.removed.count > EditPreview.listed { lines.append(style.ellipsis) }
      for (index, line) in hunk.added.enumerated().prefix(EditPreview.listed) {
        let focus = hunk.removed.indices.contains(index) ? EditPreview.common(line, hunk.removed[index]) : 0
        lines.append(gutter.line(nil, sign: "+", ink: .good, shown(line, at: focus)))
      }
      if hunk.added.count > EditPreview.listed { lines.append(style.ellipsis) }
      if isInsertion, hunk.line <= source.lineCount {
        lines.append(gutter.line(hunk.line, sign: " ", shown(source.line(hunk.line))))
      }
    }
    if hunks.count > EditPreview.listed {
      lines.append("\(style.ellipsis) \(counted(hunks.count - EditPreview.listed, "more change"))")
    }
    return lines
  }

  /// The byte offset of a position; nil when the file does not have it.
  private static func offset(of position: SourcePosition, in source: SourceText) -> Int? {
    guard position.line >= 1, position.column >= 1, position.line <= source.lineCount || position.column == 1,
      position.line - 1 <= source.lineCount, let start = source.offset(ofLine: position.line)
    else { return nil }
    let end = source.offset(ofLine: position.line + 1) ?? source.bytes.count
    return position.column - 1 <= end - start ? start + position.column - 1 : nil
  }

  /// The first and the last line that a range of bytes touches.
  private static func lines(of range: Range<Int>, in source: SourceText) -> (first: Int, last: Int) {
    let first = source.position(of: range.lowerBound).line
    return (first, range.isEmpty ? first : source.position(of: range.upperBound - 1).line)
  }

  /// What edits of neighbouring lines come to, without the lines that stay as they are at either end.
  private static func hunk(_ group: [(range: Range<Int>, edit: SourceEdit)], in source: SourceText) -> Hunk {
    let ends = group.map { lines(of: $0.range, in: source) }
    let (first, last) = (ends.first?.first ?? 1, ends.map(\.last).max() ?? 1)
    let start = source.offset(ofLine: first) ?? source.bytes.count
    let end = source.offset(ofLine: last + 1) ?? source.bytes.count
    var changed: [UInt8] = []
    var at = start
    for (range, edit) in group {
      changed += source.bytes[at..<range.lowerBound]
      changed += edit.replacement.utf8
      at = range.upperBound
    }
    changed += source.bytes[at..<max(at, end)]
    var (old, new) = (split(source.bytes[start..<max(start, end)]), split(changed[...]))
    var line = first
    let before = zip(old, new).prefix { $0 == $1 }.count
    (old, new, line) = (old.dropFirst(before), new.dropFirst(before), line + before)
    let after = zip(old.reversed(), new.reversed()).prefix { $0 == $1 }.count
    return Hunk(line: line, removed: Array(old.dropLast(after)), added: Array(new.dropLast(after)))
  }

  /// Lines without their ends.
  private static func split(_ bytes: ArraySlice<UInt8>) -> ArraySlice<ArraySlice<UInt8>> {
    guard !bytes.isEmpty else { return [] }
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    if bytes.last == 0x0A { lines.removeLast() }
    return lines.map { line in line.last == 0x0D ? line.dropLast() : line }[...]
  }

  private static func common(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Int {
    zip(left, right).prefix { $0 == $1 }.count
  }
}
