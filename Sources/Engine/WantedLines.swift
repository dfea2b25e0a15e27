import ImageArchive

/// Lines that are looked for in long lists.
///
/// Few lines of a list are wanted: the rest is told by length and last bytes, without a copy or a hash of the whole line.
struct WantedLines {
  private var lines: Set<[UInt8]> = []
  /// A bit for the mark of each wanted line; their number is a power of two.
  private var marks: [UInt64]
  private let shift: UInt64

  /// - Parameter count: about how many lines will be wanted.
  init(count: Int) {
    // Sixteen bits for each: of other lines one in sixteen is compared in full.
    let bits = max(10, Int.bitWidth - (max(1, count) - 1).leadingZeroBitCount + 4)
    marks = [UInt64](repeating: 0, count: 1 << (bits - 6))
    shift = UInt64(64 - bits)
    lines.reserveCapacity(count)
  }

  mutating func insert(_ line: [UInt8]) {
    guard lines.insert(line).inserted else { return }
    let mark = mark(line.count, WantedLines.tail(line.span, line.indices))
    marks[mark >> 6] |= 1 << UInt64(mark & 63)
  }

  func contains(_ line: [UInt8]) -> Bool { lines.contains(line) }

  /// Calls `body` with every wanted line of a text.
  func forEach(in text: ArraySlice<UInt8>, _ body: ([UInt8]) -> Void) {
    let bytes = text.span
    for line in TextLines(text) where isMarked(line.count, WantedLines.tail(bytes, line)) {
      let wanted = Array(text.dropFirst(line.lowerBound).prefix(line.count))
      if lines.contains(wanted) { body(wanted) }
    }
  }

  private func isMarked(_ count: Int, _ tail: UInt64) -> Bool {
    let mark = mark(count, tail)
    return marks[mark >> 6] & 1 << UInt64(mark & 63) != 0
  }

  private func mark(_ count: Int, _ tail: UInt64) -> Int {
    Int(((tail &+ UInt64(count)) &* 0x9E37_79B9_7F4A_7C15) >> shift)
  }

  /// The last eight bytes of a line.
  private static func tail(_ bytes: Span<UInt8>, _ line: Range<Int>) -> UInt64 {
    var tail: UInt64 = 0
    for at in max(line.lowerBound, line.upperBound - 8)..<line.upperBound { tail = tail << 8 | UInt64(bytes[at]) }
    return tail
  }
}
