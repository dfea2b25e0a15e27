/// Finds the bytes that ShellCheck means by a line and a column.
///
/// Source: ShellCheck 0.9.0 and 0.11.0, measured with `--format=json1`: both count from 1, a column is a character, a tab
/// is one, and only a line feed ends a line.
struct ScriptPositions {
  private let bytes: [UInt8]
  private let lineStarts: [Int]
  /// Where each character begins; empty when every byte is one.
  private let characters: [Int]

  /// - Parameter bytes: valid UTF-8.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var starts = [0]
    var isPlain = true
    for (index, byte) in bytes.enumerated() {
      if byte == 0x0A { starts.append(index + 1) }
      if byte >= 0x80 { isPlain = false }
    }
    lineStarts = starts
    characters = isPlain ? [] : bytes.indices.filter { bytes[$0] & 0xC0 != 0x80 }
  }

  /// The index of a character; clamped to its line. nil when there is no such line.
  ///
  /// - Complexity: O(log characters).
  func index(line: Int, column: Int) -> Int? {
    guard line >= 1, line <= lineStarts.count else { return nil }
    let start = lineStarts[line - 1]
    let end = line < lineStarts.count ? lineStarts[line] - 1 : bytes.count
    let distance = max(1, column) - 1
    guard !characters.isEmpty else { return min(start + min(distance, bytes.count), end) }
    let (index, isOver) = firstCharacter(at: start).addingReportingOverflow(distance)
    return isOver || index >= characters.count ? end : min(characters[index], end)
  }

  /// How many characters begin before a byte.
  private func firstCharacter(at start: Int) -> Int {
    var (low, high) = (0, characters.count)
    while low < high {
      let middle = (low + high) / 2
      if characters[middle] < start { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
