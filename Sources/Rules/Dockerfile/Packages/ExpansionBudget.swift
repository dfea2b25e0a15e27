import BuildModel
import ShellSyntax

/// Limits the text that variables expand to over many words, so that a file cannot make a scan take long.
struct ExpansionBudget {
  /// Bytes that are left; a lookup counts too.
  private var left = 1 << 21
  private static let lookupCost = 256
  /// What a word costs that is not known: it may have been long before that showed.
  private static let failureCost = 8192

  /// The fields of a word; nil when they are not known or the budget is used up.
  ///
  /// A word without anything to expand costs nothing.
  mutating func fields(_ word: ShellWord, of command: StepCommand, in build: BuildModel) -> [String]? {
    if let literal = word.literal, !literal.utf8.contains(UInt8(ascii: "{")) { return [literal] }
    guard left > 0 else { return nil }
    guard let fields = command.fields(word, in: build) else {
      left -= Self.failureCost
      return nil
    }
    left -= Self.lookupCost
    for field in fields { left -= field.utf8.count + 8 }
    return fields
  }
}
