import Core
import Engine

/// Turns columns in bytes into columns in UTF-16 units, as SARIF and Java count them.
///
/// A mark is kept at every so many bytes, so that one long line with a finding at every other byte costs no more than
/// many short ones.
struct TextColumns {
  private let text: SourceText
  /// Units before each block of bytes; empty when all bytes are ASCII.
  private let marks: [Int]
  private static let block = 256

  init(_ text: SourceText) {
    self.text = text
    guard text.bytes.contains(where: { $0 >= 0x80 }) else {
      marks = []
      return
    }
    var marks: [Int] = []
    var units = 0
    for (index, byte) in text.bytes.enumerated() {
      if index % TextColumns.block == 0 { marks.append(units) }
      units += TextColumns.units(byte)
    }
    self.marks = marks
  }

  /// A position with its column in UTF-16 units, 1-based; inside the line in any case.
  func position(_ place: SourcePosition) -> SourcePosition {
    guard place.line >= 1, let start = text.offset(ofLine: place.line) else {
      return SourcePosition(line: max(1, place.line), column: 1)
    }
    let end = start + text.line(place.line).count
    let offset = min(start + min(max(0, place.column - 1), text.bytes.count), end)
    var column = marks.isEmpty ? offset - start : units(before: offset) - units(before: start)
    // A byte order mark is no part of the text.
    if start == 0, offset >= 3, text.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { column -= 1 }
    return SourcePosition(line: place.line, column: column + 1)
  }

  private func units(before offset: Int) -> Int {
    let block = min(offset / TextColumns.block, marks.count - 1)
    guard block >= 0 else { return 0 }
    var units = marks[block]
    for index in (block * TextColumns.block)..<offset { units += TextColumns.units(text.bytes[index]) }
    return units
  }

  /// What a byte of UTF-8 adds: the first of a sequence counts for all of it.
  private static func units(_ byte: UInt8) -> Int { byte & 0xC0 == 0x80 ? 0 : byte >= 0xF0 ? 2 : 1 }
}

extension ReportModel {
  /// Columns of the targets that are text files, by target.
  var textColumns: [TextColumns?] { targets.map { $0.source.map(TextColumns.init) } }
}
