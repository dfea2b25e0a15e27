import Dockerfile

/// A text made of parts of a file and of words of our own, with the way back to the file.
struct ScriptText: Sendable, Equatable {
  private(set) var bytes: [UInt8] = []
  private var pieces: [Piece] = []

  private struct Piece: Equatable {
    /// Index in `bytes` of the piece's first byte.
    var start: Int
    /// Byte offset in the file of what it stands for.
    var offset: Int
    /// How many bytes of the file a piece that is no copy stands for; nil for a copy.
    var stands: Int?
  }

  /// Adds words that the file does not have.
  ///
  /// - Parameter offset: the place in the file that they are about.
  mutating func append(own words: some Sequence<UInt8>, at offset: Int) { append(words, at: offset, stands: 0) }

  /// Adds a part of the file; each byte that is not UTF-8 becomes U+FFFD, so that columns can be counted.
  mutating func append(_ source: [UInt8], _ range: Range<Int>) {
    var start = range.lowerBound
    var at = start
    while at < range.upperBound {
      if source[at] < 0x80 {
        at += 1
        continue
      }
      let (scalar, length) = GoUTF8.scalar(source[at..<min(at + 4, range.upperBound)], at: 0)
      if scalar == nil {
        copy(source, start..<at)
        append([0xEF, 0xBF, 0xBD], at: at, stands: 1)
        start = at + 1
      }
      at += length
    }
    copy(source, start..<range.upperBound)
  }

  /// Adds a logical line: what its pieces are in the file stays known.
  mutating func append(_ line: LogicalLine, of source: [UInt8], cutsTabs: Bool = false, cutsReturns: Bool = false) {
    let bytes = line.bytes
    var start = 0
    var offset = line.offset(of: 0)
    for index in bytes.indices {
      let next = index + 1 < bytes.count ? line.offset(of: index + 1) : nil
      let isCut =
        (cutsTabs && bytes[index] == 0x09 && isAtLineStart(bytes, index, start))
        || (cutsReturns && bytes[index] == 0x0D && (index + 1 == bytes.count || bytes[index + 1] == 0x0A))
      if !isCut, next == offset + index + 1 - start { continue }
      append(source, offset..<(offset + index + (isCut ? 0 : 1) - start))
      start = index + 1
      offset = next ?? offset
    }
  }

  /// Whether only tabs that were cut stand before a byte in its line.
  private func isAtLineStart(_ bytes: [UInt8], _ index: Int, _ start: Int) -> Bool {
    index == 0 || bytes[index - 1] == 0x0A || (bytes[index - 1] == 0x09 && start == index)
  }

  private mutating func copy(_ source: [UInt8], _ range: Range<Int>) {
    guard !range.isEmpty else { return }
    append(source[range], at: range.lowerBound, stands: nil)
  }

  private mutating func append(_ words: some Sequence<UInt8>, at offset: Int, stands: Int?) {
    pieces.append(Piece(start: bytes.count, offset: offset, stands: stands))
    bytes.append(contentsOf: words)
  }

  // MARK: the way back

  /// The part of the file that a part of the text comes from; nil when all of it is our own.
  ///
  /// - Complexity: O(log pieces).
  func offsets(of range: Range<Int>) -> Range<Int>? {
    let range = range.clamped(to: 0..<bytes.count)
    guard let first = piece(at: range.lowerBound) else { return nil }
    let last = range.isEmpty ? first : piece(at: range.upperBound - 1) ?? first
    if pieces[first].stands == 0, pieces[last].stands == 0 { return nil }
    let start = pieces[first].stands == nil ? offset(range.lowerBound, first) : pieces[first].offset
    guard !range.isEmpty else { return start..<start }
    let end = pieces[last].stands.map { pieces[last].offset + $0 } ?? offset(range.upperBound - 1, last) + 1
    return start..<max(start, end)
  }

  /// The same when nothing in the file stands between the bytes and none of them is our own.
  ///
  /// That is a part that an edit may replace.
  func copied(_ range: Range<Int>) -> Range<Int>? {
    guard let offsets = offsets(of: range), offsets.count == range.count, let first = piece(at: range.lowerBound),
      pieces[first].stands == nil
    else { return nil }
    return offsets
  }

  private func offset(_ index: Int, _ piece: Int) -> Int { pieces[piece].offset + index - pieces[piece].start }

  private func piece(at index: Int) -> Int? {
    guard !pieces.isEmpty else { return nil }
    var (low, high) = (0, pieces.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if pieces[middle].start <= index { low = middle } else { high = middle }
    }
    return low
  }
}
