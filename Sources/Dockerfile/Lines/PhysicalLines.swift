/// A line of the file, as the reader sees it.
struct PhysicalLine {
  /// 1-based.
  var number: Int
  /// The content without its line end (any run of CR and LF at the end) and, in the first line, without a byte order mark.
  var content: Range<Int>
  /// With its line feed.
  var whole: Range<Int>
}

/// Goes through a file line by line.
///
/// Lines end at LF only. A line of more than 65,535 bytes ends the reading.
/// Source: dockerfile parser of moby/buildkit 73ed682, measured.
struct PhysicalLines {
  static let longestLineBytes = 65_535

  let bytes: [UInt8]
  private(set) var number = 0
  /// Whether a line was too long to go on.
  private(set) var isCut = false
  private var at = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Byte offset of the next line.
  var offset: Int { at }

  mutating func next() -> PhysicalLine? {
    guard at < bytes.count, !isCut else { return nil }
    let start = at
    let end = lineEnd(from: start)
    guard end - start <= PhysicalLines.longestLineBytes else {
      isCut = true
      return nil
    }
    at = min(end + 1, bytes.count)
    number += 1
    var first = start
    if number == 1, end - start >= 3, bytes[start] == 0xEF, bytes[start + 1] == 0xBB, bytes[start + 2] == 0xBF {
      first += 3
    }
    var last = end
    while last > first, bytes[last - 1] == 0x0D { last -= 1 }
    return PhysicalLine(number: number, content: first..<last, whole: start..<at)
  }

  private func lineEnd(from start: Int) -> Int {
    let span = bytes.span
    var end = start
    while end < span.count, span[end] != 0x0A { end += 1 }
    return end
  }
}
