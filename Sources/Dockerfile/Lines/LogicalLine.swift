/// The text of an instruction with its continuation lines joined, and where each part of it is in the file.
public struct LogicalLine: Sendable, Equatable {
  /// Continuation marks, comment lines and empty lines are left out; lines are joined without a separator.
  public private(set) var bytes: [UInt8] = []
  private var pieces: [Piece] = []

  private struct Piece: Equatable {
    /// Index in `bytes` of the piece's first byte.
    var start: Int
    /// Byte offset in the file of the same byte.
    var offset: Int
  }

  public init() {}

  /// Adds a part of the file.
  public mutating func append(_ source: [UInt8], _ range: Range<Int>) {
    pieces.append(Piece(start: bytes.count, offset: range.lowerBound))
    bytes.append(contentsOf: source[range])
  }

  /// A part of the text, with its places.
  public func slice(_ range: Range<Int>) -> LogicalLine {
    var out = LogicalLine()
    out.bytes = Array(bytes[range])
    out.pieces = [Piece(start: 0, offset: offset(of: range.lowerBound))]
    for piece in pieces where piece.start > range.lowerBound && piece.start < range.upperBound {
      out.pieces.append(Piece(start: piece.start - range.lowerBound, offset: piece.offset))
    }
    return out
  }

  /// The byte offset in the file of a byte of the text.
  ///
  /// - Complexity: O(log continuation lines).
  public func offset(of index: Int) -> Int {
    var (low, high) = (0, pieces.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if pieces[middle].start <= index { low = middle } else { high = middle }
    }
    return pieces.isEmpty ? 0 : pieces[low].offset + index - pieces[low].start
  }

  /// The part of the file that a part of the text comes from; marks and comments between its lines included.
  public func offsets(of range: Range<Int>) -> Range<Int> {
    let start = offset(of: range.lowerBound)
    guard !range.isEmpty else { return start..<start }
    return start..<max(start, offset(of: range.upperBound - 1) + 1)
  }
}
