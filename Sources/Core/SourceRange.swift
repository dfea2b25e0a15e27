/// A point in a text file.
public struct SourcePosition: Hashable, Comparable, Sendable {
  /// 1-based.
  public var line: Int
  /// 1-based, in bytes of UTF-8.
  public var column: Int

  public init(line: Int, column: Int) { (self.line, self.column) = (line, column) }

  public static func < (left: SourcePosition, right: SourcePosition) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// A part of a text file.
public struct SourceRange: Hashable, Comparable, Sendable {
  public var start: SourcePosition
  /// The position after the last byte.
  public var end: SourcePosition

  public init(start: SourcePosition, end: SourcePosition) { (self.start, self.end) = (start, end) }

  public static func < (left: SourceRange, right: SourceRange) -> Bool {
    (left.start, left.end) < (right.start, right.end)
  }
}

/// The bytes of a text file, with look-up of lines and columns.
public struct SourceText: Sendable, Equatable {
  public let bytes: [UInt8]
  /// Byte offset of each line's first byte; the first is 0.
  private let lineStarts: [Int]

  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var starts = [0]
    for index in bytes.indices where bytes[index] == 0x0A { starts.append(index + 1) }
    lineStarts = starts
  }

  /// How many lines there are; text after the last line feed is a line, nothing after it is none.
  public var lineCount: Int { lineStarts.last == bytes.count ? lineStarts.count - 1 : lineStarts.count }

  /// Where a byte is.
  ///
  /// - Complexity: O(log lines).
  public func position(of offset: Int) -> SourcePosition {
    var (low, high) = (0, lineStarts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return SourcePosition(line: low + 1, column: max(0, offset - lineStarts[low]) + 1)
  }

  public func range(of offsets: Range<Int>) -> SourceRange {
    SourceRange(start: position(of: offsets.lowerBound), end: position(of: offsets.upperBound))
  }

  /// The byte offset of a 1-based line's first byte; nil when there is no such line.
  public func offset(ofLine line: Int) -> Int? {
    lineStarts.indices.contains(line - 1) ? lineStarts[line - 1] : nil
  }

  /// The byte offset of a position; clamped to its line and to the text.
  public func offset(of position: SourcePosition) -> Int {
    guard position.line >= 1, let start = offset(ofLine: min(position.line, lineStarts.count)) else { return 0 }
    let end = position.line < lineStarts.count ? lineStarts[position.line] : bytes.count
    return min(start + max(0, position.column - 1), end)
  }

  /// The text with parts of it written as asterisks; lines stay where they are.
  public func masking(_ ranges: [SourceRange]) -> SourceText {
    guard !ranges.isEmpty else { return self }
    var bytes = bytes
    var done = 0
    for range in ranges.sorted() {
      let (start, end) = (max(done, offset(of: range.start)), offset(of: range.end))
      guard start < end else { continue }
      for index in start..<end where bytes[index] != 0x0A && bytes[index] != 0x0D { bytes[index] = UInt8(ascii: "*") }
      done = end
    }
    return SourceText(bytes)
  }

  /// The bytes of a 1-based line without its line end; empty when there is no such line.
  public func line(_ number: Int) -> ArraySlice<UInt8> {
    guard let start = offset(ofLine: number) else { return [] }
    var end = number < lineStarts.count ? lineStarts[number] - 1 : bytes.count
    while end > start, bytes[end - 1] == 0x0D { end -= 1 }
    return bytes[start..<max(start, end)]
  }
}

/// A change of a text file that a fix makes.
public struct SourceEdit: Hashable, Sendable {
  /// What is replaced; empty for an insertion.
  public var range: SourceRange
  public var replacement: String
  /// Whether the change cannot break a build or a start that works today.
  public var isSafe: Bool

  public init(range: SourceRange, replacement: String, isSafe: Bool) {
    (self.range, self.replacement, self.isSafe) = (range, replacement, isSafe)
  }
}
