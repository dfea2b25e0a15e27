/// A word after expansion.
public struct Expansion: Sendable, Equatable {
  public var bytes: [UInt8]
  /// The names looked up and found.
  public var found: Set<String>
  /// The names looked up and not found; a special parameter such as `$@` is one.
  public var missing: Set<String>

  public init(bytes: [UInt8], found: Set<String> = [], missing: Set<String> = []) {
    (self.bytes, self.found, self.missing) = (bytes, found, missing)
  }
}

/// One of the words an expanded text is split into.
public struct ExpandedWord: Sendable, Equatable {
  public var bytes: [UInt8]
  /// The bytes of the text that made the word, quotes and escapes included.
  ///
  /// Exact but for words out of a value with white space: each has the whole substitution in its range.
  public var range: Range<Int>

  public init(bytes: [UInt8], range: Range<Int>) { (self.bytes, self.range) = (bytes, range) }
}
