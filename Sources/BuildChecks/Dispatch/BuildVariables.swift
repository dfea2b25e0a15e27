import Dockerfile

/// The variables that an instruction sees.
///
/// ARG and ENV write one table, the last writer wins.
struct BuildVariables: Sendable {
  enum Value: Sendable, Equatable {
    case bytes([UInt8])
    /// Set, but longer than is followed.
    case unknown
  }

  private struct Entry: Sendable {
    var value: Value?
    var isDeclared = false
  }
  private var table = SharedTable<Entry>()

  /// The value; nil when it has none.
  subscript(name: String) -> Value? { table[name]?.value }

  /// Whether ARG names it, with a value or without.
  func isDeclared(_ name: String) -> Bool { table[name]?.isDeclared ?? false }

  mutating func set(_ name: String, to value: Value) {
    var entry = table[name] ?? Entry()
    entry.value = value
    table.set(name, to: entry)
  }

  mutating func declare(_ name: String) {
    var entry = table[name] ?? Entry()
    entry.isDeclared = true
    table.set(name, to: entry)
  }

  var count: Int { table.count }
  /// The names that have a value, in order of the alphabet.
  var names: [String] { table.names.filter { self[$0] != nil }.sorted() }
}

/// A word after expansion.
struct ExpandedWordText: Sendable {
  var bytes: [UInt8] = []
  /// Whether each variable in it has a value that was followed.
  var isKnown = true
  var found: Set<String> = []
  /// The names looked up and not found, each once, in order.
  var missing: [String] = []

  var text: String { GoUTF8.string(bytes) }
}

/// Expands the words of one file.
struct BuildExpander: Sendable {
  private let expander: WordExpander
  private let escape: UInt8

  init(escape: UInt8, fileBytes: Int, ignoresQuotes: Bool = false) {
    var expander = WordExpander(escape: escape)
    expander.ignoresQuotes = ignoresQuotes
    expander.limits.valueBytes = BuildCheckLimits.valueBytes(fileBytes: fileBytes)
    expander.limits.patternSteps = BuildCheckLimits.patternSteps(fileBytes: fileBytes)
    (self.expander, self.escape) = (expander, escape)
  }

  /// A word after expansion, and why it has none; what was looked up is told in both cases.
  func word(_ bytes: [UInt8], _ variables: BuildVariables) -> (word: ExpandedWordText, error: ExpansionError?) {
    guard bytes.contains(where: isSpecial) else { return (ExpandedWordText(bytes: bytes), nil) }
    var out = ExpandedWordText()
    let error = run(variables, &out) { lookup, out throws(ExpansionError) in
      out.bytes = try expander.word(bytes, lookup).bytes
    }
    return (out, error)
  }

  /// A text expanded, then split into words.
  func words(_ bytes: [UInt8], _ variables: BuildVariables) -> (words: [ExpandedWordText], error: ExpansionError?) {
    var out = ExpandedWordText()
    var words: [[UInt8]] = []
    let error = run(variables, &out) { lookup, _ throws(ExpansionError) in
      words = try expander.words(bytes, lookup)
    }
    return (words.map { ExpandedWordText(bytes: $0, isKnown: out.isKnown, missing: out.missing) }, error)
  }

  private func run(
    _ variables: BuildVariables, _ out: inout ExpandedWordText,
    _ expand: ((String) -> [UInt8]?, inout ExpandedWordText) throws(ExpansionError) -> Void
  ) -> ExpansionError? {
    var isKnown = true
    var found: Set<String> = []
    var missing: [String] = []
    var seen: Set<String> = []
    let lookup = { (name: String) -> [UInt8]? in
      switch variables[name] {
      case .bytes(let bytes)?:
        found.insert(name)
        return bytes
      case .unknown?:
        found.insert(name)
        isKnown = false
        return []
      case nil:
        if seen.insert(name).inserted { missing.append(name) }
        return nil
      }
    }
    var problem: ExpansionError?
    do throws(ExpansionError) {
      try expand(lookup, &out)
    } catch {
      // Behind a limit of ours, or with a value that was not followed, nobody knows what BuildKit makes of it.
      if error.code == .limit || !isKnown { isKnown = false } else { problem = error }
    }
    (out.isKnown, out.found, out.missing) = (isKnown, found, missing)
    return problem
  }

  private func isSpecial(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "$") || byte == escape || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"")
  }
}
