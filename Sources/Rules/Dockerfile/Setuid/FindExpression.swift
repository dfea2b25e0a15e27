/// A word of a find command after expansion.
struct FindWord: Sendable, Equatable {
  var text: String
  /// Whether no variable without a known value is in it.
  var isKnown = true
}

/// The arguments of find, compiled to a list that is gone through once for each file.
///
/// Source: the manual of GNU findutils 4.9.0 and POSIX.1-2017, find.
struct FindExpression: Sendable {
  enum Test: Sendable, Equatable {
    case constant(Bool)
    case permission(FindPermission)
    /// The letters of `-type`.
    case type([UInt8])
    case path(NamePattern)
    case name(NamePattern)
    case prune
    /// Index in `actions`.
    case action(Int)
  }

  /// A step of the compiled expression. One value is kept, that of the last test.
  enum Code: Sendable, Equatable {
    case test(Test)
    case negate
    case jumpIfFalse(Int)
    case jumpIfTrue(Int)
  }

  enum Action: Sendable, Equatable {
    /// The words up to `;` or `+`.
    case execute([String])
    case delete
    /// To standard output, as names.
    case print
    /// Lists or writes, changes nothing.
    case other
  }

  var roots: [FindWord] = []
  var followsRoots = false
  var code: [Code] = []
  var actions: [Action] = []
  var permissions: [FindPermission] = []
  /// Patterns of `-path`, `-name` and `-regex`, as written, for what is left out.
  var patterns: [(text: String, isName: Bool, isRegex: Bool)] = []
  var deepest = Int.max
  var shallowest = 0
  /// Whether directories come after what is in them, so that `-prune` does nothing.
  var isDepthFirst = false
  var prunes = false
  /// Whether an operator and its branches may leave files without an action (`-o`).
  var hasAlternatives = false
  /// Why find cannot read it; nil when it can.
  var problem: String?
  /// Whether a word with an unknown value stands where it can change the meaning.
  var hasUnknownWord = false

  /// Reads the words after `find`.
  init(_ words: [FindWord]) {
    var parser = FindParser(words)
    parser.parse()
    self = parser.expression
  }

  init() {}
}
