import Core

/// A name with a value, as `environment`, `labels` and build arguments have them.
public struct ComposePair: Sendable {
  public var name: String
  /// As written; nil when the value is taken from the shell.
  public var text: String?
  public var nameRange: SourceRange
  public var valueRange: SourceRange
  /// The value, or the item `name=value` of a list.
  public var entry: DocumentValue

  /// The pairs of a mapping, or of a list of `name=value`.
  public static func pairs(of value: DocumentValue?) -> [ComposePair] {
    if let members = value?.members {
      return members.map { member in
        ComposePair(
          name: member.key, text: member.value.literal, nameRange: member.keyRange,
          valueRange: member.value.range, entry: member.value)
      }
    }
    return (value?.list ?? []).compactMap { item in
      guard let text = item.literal else { return nil }
      guard let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")) else {
        return ComposePair(name: text, text: nil, nameRange: item.range, valueRange: item.range, entry: item)
      }
      let length = text.utf8.distance(from: text.startIndex, to: equals)
      let rest = String(text[text.utf8.index(after: equals)...])
      return ComposePair(
        name: String(text[..<equals]), text: rest, nameRange: item.range(ofPart: 0..<length),
        valueRange: item.range(ofPart: length + 1..<text.utf8.count), entry: item)
    }
  }
}

extension DocumentValue {
  /// The place of a part of a text, by its bytes; that of the whole text when escapes or line ends shift the places.
  public func range(ofPart part: Range<Int>) -> SourceRange {
    guard let text = literal, range.start.line == range.end.line else { return range }
    let width = range.end.column - range.start.column
    let quote = width - text.utf8.count
    guard quote == 0 || quote == 2, part.lowerBound >= 0, part.upperBound <= text.utf8.count else { return range }
    let start = range.start.column + quote / 2
    return SourceRange(
      start: SourcePosition(line: range.start.line, column: start + part.lowerBound),
      end: SourcePosition(line: range.start.line, column: start + part.upperBound))
  }
}
