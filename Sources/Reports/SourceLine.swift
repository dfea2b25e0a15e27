import Core

/// A line of a text file as a terminal shows it, cut to a number of columns around a part of it.
struct SourceLine: Equatable {
  let text: String
  /// Columns of `text` before the part.
  let indent: Int
  /// Columns of `text` that the part takes, 1 at least, so that an empty part can be marked.
  let length: Int

  /// Bytes that are looked at for each column, so that a line of megabytes costs no more than one of a screen's width.
  private static let bytesPerColumn = 8

  /// - Parameters:
  ///   - part: byte offsets from the line's start; what is beyond its end is left out.
  ///   - columns: 20 at least are used.
  init(_ line: ArraySlice<UInt8>, part: Range<Int>, columns: Int, style: TerminalStyle) {
    let (line, part) = SourceLine.withoutByteOrderMark(line, part)
    let room = max(columns, 20)
    let reach = room * SourceLine.bytesPerColumn
    let count = line.count
    func boundary(_ offset: Int) -> Int { SourceLine.boundary(min(max(offset, 0), count), in: line) }
    let (start, end) = (boundary(part.lowerBound), boundary(part.upperBound))
    let (lower, upper) = (boundary(start - min(start, reach)), boundary(start + min(count - start, reach)))
    func shown(_ range: Range<Int>) -> String {
      style.shown(line[(line.startIndex + range.lowerBound)..<(line.startIndex + range.upperBound)])
    }
    let (before, inside) = (shown(lower..<start), shown(start..<max(start, min(end, upper))))
    let whole = before + inside + shown(max(start, min(end, upper))..<upper)
    let total = columnCount(whole)
    let from = columnCount(before)
    let to = max(from, columnCount(before + inside))
    if lower == 0, upper == count, total <= room {
      (text, indent, length) = (whole, from, max(1, to - from))
      return
    }
    let mark = columnCount(style.ellipsis)
    var left = lower == 0 && to <= room - mark ? 0 : max(0, from - room / 3)
    if upper == count { left = min(left, max(0, total - (room - mark))) }
    let isCutBefore = left > 0 || lower > 0
    let lead = isCutBefore ? mark : 0
    let isCutAfter = upper < count || total - left > room - lead
    let body = room - lead - (isCutAfter ? mark : 0)
    text =
      (isCutBefore ? style.ellipsis : "") + SourceLine.columns(left..<(left + body), of: whole)
      + (isCutAfter ? style.ellipsis : "")
    indent = lead + min(max(0, from - left), body)
    length = max(1, min(to, left + body) - max(from, left))
  }

  /// A byte order mark at the start of a file is no text.
  private static func withoutByteOrderMark(
    _ line: ArraySlice<UInt8>, _ part: Range<Int>
  ) -> (ArraySlice<UInt8>, Range<Int>) {
    guard line.startIndex == 0, line.starts(with: [0xEF, 0xBB, 0xBF]) else { return (line, part) }
    return (line.dropFirst(3), max(0, part.lowerBound - 3)..<max(0, part.upperBound - 3))
  }

  /// The offset, or that of the first byte of the UTF-8 sequence it is in the middle of.
  private static func boundary(_ offset: Int, in line: ArraySlice<UInt8>) -> Int {
    var at = offset
    while at > 0, offset - at < 3, at < line.count, line[line.startIndex + at] & 0xC0 == 0x80 { at -= 1 }
    return at
  }

  /// The characters in a range of columns; of a wide one that is cut in two, a blank.
  private static func columns(_ range: Range<Int>, of text: String) -> String {
    var out = ""
    var at = 0
    for character in text {
      let next = at + columnCount(String(character))
      if at >= range.lowerBound, next <= range.upperBound {
        out.append(character)
      } else if next > range.lowerBound, at < range.upperBound {
        out += String(repeating: " ", count: min(next, range.upperBound) - max(at, range.lowerBound))
      }
      if next >= range.upperBound { break }
      at = next
    }
    return out
  }
}
