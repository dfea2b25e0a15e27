/// When the expansion of one text is given up with an error.
public struct ExpansionLimits: Sendable, Equatable {
  /// Substitutions in one another; people write two or three. BuildKit has no limit and recurses.
  public var depth = 200
  /// Bytes of all values put in, over eight a byte of the text; Linux gives a program 128 KiB a variable.
  public var valueBytes = 1 << 20
  /// Characters of values compared with patterns, over sixteen a byte of the text.
  ///
  /// A `PATH` of 4 KiB against a pattern of a hundred characters needs a tenth of it.
  public var patternSteps = 1 << 22

  public init() {}
}
