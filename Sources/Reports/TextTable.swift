/// Rows of cells set in columns, two blanks apart.
struct TextTable {
  private var rows: [[String]] = []
  /// Columns whose cells stand at the right.
  private let rightAligned: Set<Int>

  init(header: [String], rightAligned: Set<Int> = []) {
    self.rightAligned = rightAligned
    rows = [header]
  }

  /// Adds a row; its cells are plain text, without colour.
  mutating func add(_ cells: [String]) { rows.append(cells) }

  /// Columns taken by all columns but the last, with the gaps, the one before the last included.
  var widthBeforeLast: Int { widths().dropLast().reduce(0) { $0 + $1 + 2 } }

  /// The lines, header first, without blanks at their ends.
  func lines() -> [String] {
    let widths = widths()
    return rows.map { row in
      var line = ""
      for (index, cell) in row.enumerated() {
        let fill = blanks(max(0, widths[index] - columnCount(cell)))
        line += rightAligned.contains(index) ? fill + cell : cell + fill
        if index < row.count - 1 { line += "  " }
      }
      return String(line[..<(line.utf8.lastIndex { $0 != 0x20 }.map(line.utf8.index(after:)) ?? line.startIndex)])
    }
  }

  /// A cell wider than this moves only its own row, not the whole column.
  private static let widestCell = 60

  private func widths() -> [Int] {
    var widths: [Int] = []
    for row in rows {
      for (index, cell) in row.enumerated() {
        if index == widths.count { widths.append(0) }
        let width = columnCount(cell)
        if width <= TextTable.widestCell { widths[index] = max(widths[index], width) }
      }
    }
    return widths
  }
}
