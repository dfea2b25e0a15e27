/// Gathers the pieces of one word.
struct WordBuilder {
  /// The parts that are complete.
  private(set) var parts: [ShellWord.Part] = []
  private var run: [UInt8] = []
  private var text: [UInt8] = []
  private var isRunQuoted = false
  private var hasRun = false

  /// Adds one byte of literal text.
  mutating func append(_ byte: UInt8, isQuoted: Bool) {
    begin(isQuoted: isQuoted)
    run.append(byte)
  }

  /// Adds literal text.
  mutating func append(_ bytes: ArraySlice<UInt8>, isQuoted: Bool) {
    begin(isQuoted: isQuoted)
    run.append(contentsOf: bytes)
  }

  /// Makes the next literal part be there even if nothing is added to it, as for `""`.
  mutating func begin(isQuoted: Bool) {
    if hasRun, isRunQuoted != isQuoted { flush() }
    (hasRun, isRunQuoted) = (true, isQuoted)
  }

  /// Adds an expansion that is written as `written`.
  mutating func append(_ part: ShellWord.Part, written: ArraySlice<UInt8>) {
    flush()
    parts.append(part)
    text.append(contentsOf: written)
  }

  /// Adds all of another word.
  mutating func append(_ word: ShellWord) {
    flush()
    parts.append(contentsOf: word.parts)
    text.append(contentsOf: word.text.utf8)
  }

  /// The word; the builder is used up.
  mutating func finish(range: Range<Int>) -> ShellWord {
    flush()
    if parts.count == 1, case .literal(let string, _) = parts[0] {
      return ShellWord(parts: parts, range: range, text: string)
    }
    return ShellWord(parts: parts, range: range, text: String(decoding: text, as: UTF8.self))
  }

  private mutating func flush() {
    guard hasRun else { return }
    parts.append(.literal(String(decoding: run, as: UTF8.self), isQuoted: isRunQuoted))
    text.append(contentsOf: run)
    run.removeAll(keepingCapacity: true)
    hasRun = false
  }
}
