/// Collects pieces of an expanded text and parts them into words.
struct WordSplitter {
  private var words: [ExpandedWord] = []
  private var current: [UInt8] = []
  private var start: Int?
  private var end = 0

  /// Adds text of quotes or an escaped character: its white space parts nothing.
  mutating func add(quoted bytes: [UInt8], from range: Range<Int>) {
    extend(range)
    current += bytes
  }

  /// Adds a value: its white space parts words.
  mutating func add(value bytes: [UInt8], from range: Range<Int>) {
    var offset = 0
    while offset < bytes.count {
      let (scalar, width) = ScalarReader.decode(bytes, at: offset)
      add(scalar, from: range)
      offset += width
    }
    if start != nil || bytes.isEmpty { extend(range) }
  }

  /// Adds a character as written: white space parts words.
  mutating func add(_ scalar: Unicode.Scalar, from range: Range<Int>) {
    guard scalar.isSpace else {
      extend(range)
      current.append(scalar: scalar)
      return
    }
    part()
  }

  /// Forgets the word begun.
  mutating func dropWord() { (current, start) = ([], nil) }

  /// The words, the last one included.
  mutating func finished() -> [ExpandedWord] {
    part()
    return words
  }

  private mutating func extend(_ range: Range<Int>) {
    start = start ?? range.lowerBound
    end = range.upperBound
  }

  private mutating func part() {
    if !current.isEmpty { words.append(ExpandedWord(bytes: current, range: (start ?? end)..<end)) }
    current = []
    start = nil
  }
}
