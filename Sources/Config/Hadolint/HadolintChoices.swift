import Core
import LintRules
import Reports

/// What one place says of hadolint's settings: a command line, a file or the environment.
public struct HadolintChoices: Sendable, Equatable {
  /// A label that must be there.
  public struct Label: Sendable, Equatable {
    public var name: String
    public var type: LintOptions.LabelType

    public init(_ name: String, _ type: LintOptions.LabelType) { (self.name, self.type) = (name, type) }
  }

  /// nil where nothing is said.
  public var isFailureOff: Bool?
  public var isColorOff: Bool?
  public var isVerbose: Bool?
  public var hasStrictLabels: Bool?
  public var disablesPragmas: Bool?
  public var threshold: LinterLevel?
  /// In the order in which they are asked for, the same one maybe more than once.
  public var formats: [HadolintFormat] = []
  /// Codes by the level they are given.
  public var overrides: [LinterLevel: [String]] = [:]
  /// Codes that are not reported.
  public var ignored: [String] = []
  public var trustedRegistries: [String] = []
  /// Of several with one name the last holds.
  public var labels: [Label] = []

  public init() {}

  /// The levels that a code can be given, by increasing strength.
  static let levels: [LinterLevel] = [.style, .info, .warning, .error]
}

extension HadolintChoices {
  /// The threshold of a word; nil for a word that is none.
  ///
  /// Source: hadolint 2.15.1, measured: lower case alone, and `none` for `ignore`.
  public static func threshold(_ word: String) -> LinterLevel? {
    word == "none" ? .ignore : LinterLevel(rawValue: word)
  }

  /// The words for thresholds, as its help lists them.
  public static let thresholds = ["error", "warning", "info", "style", "ignore", "none"]

  /// A label of `NAME:TYPE`, or of `NAME` for one whose value is any text; nil for a type that is none.
  public static func label(_ text: String) -> Label? {
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return Label(text, .text) }
    return labelType(String(text[text.utf8.index(after: colon)...])).map { Label(String(text[..<colon]), $0) }
  }

  /// The type of a word, that of a text for no word; nil for a word that is none.
  static func labelType(_ word: String) -> LintOptions.LabelType? {
    word.isEmpty ? .text : LintOptions.LabelType(rawValue: word)
  }

  /// The words for types of labels.
  public static let labelTypes = LintOptions.LabelType.allCases.map(\.rawValue)
  static let formatWords = HadolintFormat.allCases.map(\.rawValue)

  /// What is said of a word that is none of some.
  public static func refusal(_ word: String, _ words: [String]) -> String {
    "expected \(Quoted.choice(words))" + NearestName.remark(word, among: words)
  }
}
