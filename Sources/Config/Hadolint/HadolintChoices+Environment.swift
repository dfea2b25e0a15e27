import Core
import Reports

extension HadolintChoices {
  /// What variables say, and what is wrong with them; a value that is none counts for nothing.
  ///
  /// Lists are separated by commas, and each item stands as it is, blanks included; empty ones are passed over.
  /// Source: hadolint 2.15.1, measured; its words for true are 1, y, on, true and yes in any case, anything else is
  /// false, and NO_COLOR need only be set.
  public static func read(environment: [String: String]) -> (choices: HadolintChoices, problems: [ConfigProblem]) {
    var reader = EnvironmentReader(environment)
    var out = HadolintChoices()
    out.isFailureOff = reader.truth("HADOLINT_NOFAIL")
    out.isVerbose = reader.truth("HADOLINT_VERBOSE")
    out.hasStrictLabels = reader.truth("HADOLINT_STRICT_LABELS")
    out.disablesPragmas = reader.truth("HADOLINT_DISABLE_IGNORE_PRAGMA")
    out.isColorOff = environment["NO_COLOR"] == nil ? nil : true
    out.threshold = reader.word("HADOLINT_FAILURE_THRESHOLD", thresholds, threshold)
    out.formats = reader.words("HADOLINT_FORMAT", formatWords, HadolintFormat.init(rawValue:))
    for level in levels {
      let codes = reader.list("HADOLINT_OVERRIDE_\(level.rawValue.uppercased())")
      if !codes.isEmpty { out.overrides[level] = codes }
    }
    out.ignored = reader.list("HADOLINT_IGNORE")
    out.trustedRegistries = reader.list("HADOLINT_TRUSTED_REGISTRIES")
    out.labels = reader.words("HADOLINT_REQUIRE_LABELS", labelTypes.map { "NAME:\($0)" }, label)
    return (out, reader.problems)
  }
}

/// Reads variables and takes note of what is wrong with them.
private struct EnvironmentReader {
  private let environment: [String: String]
  private(set) var problems: [ConfigProblem] = []

  init(_ environment: [String: String]) { self.environment = environment }

  mutating func truth(_ name: String) -> Bool? {
    guard let text = environment[name], !text.isEmpty else { return nil }
    switch text.lowercased() {
    case "1", "y", "on", "true", "yes": return true
    case "0", "n", "off", "false", "no": return false
    default:
      refuse(name, text, "expected 1, y, on, true, yes or their opposites")
      return false
    }
  }

  mutating func word<Value>(_ name: String, _ words: [String], _ value: (String) -> Value?) -> Value? {
    guard let text = environment[name], !text.isEmpty else { return nil }
    let made = value(text)
    if made == nil { refuse(name, text, HadolintChoices.refusal(text, words)) }
    return made
  }

  mutating func words<Value>(_ name: String, _ words: [String], _ value: (String) -> Value?) -> [Value] {
    list(name).compactMap { item in
      let made = value(item)
      if made == nil { refuse(name, item, HadolintChoices.refusal(item, words)) }
      return made
    }
  }

  func list(_ name: String) -> [String] {
    (environment[name] ?? "").utf8.split(separator: UInt8(ascii: ",")).map { String(Substring($0)) }
  }

  private mutating func refuse(_ name: String, _ text: String, _ words: String) {
    problems.append(ConfigProblem("\(name)=\(Quoted.bare(text)): \(words); it counts for nothing", isFatal: false))
  }
}
