import Core
import LintRules
import Reports

/// What holds for a run that does as hadolint does.
public struct HadolintSettings: Sendable, Equatable {
  /// Whether findings leave the exit status alone.
  public var isFailureOff = false
  public var isColored = true
  public var isVerbose = false
  /// The level from which findings fail; `.ignore` for any.
  public var threshold = LinterLevel.info
  /// In order; none for `tty`.
  public var formats: [HadolintFormat] = []
  /// Levels that codes are given in the place of their own.
  public var levels: [String: LinterLevel] = [:]
  /// Codes that are not reported.
  public var ignored: Set<String> = []
  public var trustedRegistries: [String] = []
  /// Sorted by name.
  public var labels: [HadolintChoices.Label] = []
  public var hasStrictLabels = false
  public var disablesPragmas = false

  public init() {}

  /// What three places say together.
  ///
  /// Single values: the command line over the file over the environment. Lists: all of them, those of the environment
  /// first. Types of labels: the environment over the file over the command line. Source: hadolint 2.15.1, measured.
  public init(flags: HadolintChoices, file: HadolintChoices, environment: HadolintChoices) {
    let byStrength = [flags, file, environment]
    func first<Value>(_ value: (HadolintChoices) -> Value?) -> Value? { byStrength.lazy.compactMap(value).first }
    isFailureOff = first(\.isFailureOff) ?? false
    isColored = !(first(\.isColorOff) ?? false)
    isVerbose = first(\.isVerbose) ?? false
    threshold = first(\.threshold) ?? .info
    hasStrictLabels = first(\.hasStrictLabels) ?? false
    disablesPragmas = first(\.disablesPragmas) ?? false
    let inOrder = [environment, file, flags]
    formats = inOrder.flatMap(\.formats)
    ignored = Set(inOrder.flatMap(\.ignored))
    var seen: Set<String> = []
    trustedRegistries = inOrder.flatMap(\.trustedRegistries).filter { seen.insert($0).inserted }
    for level in HadolintChoices.levels {
      for code in inOrder.flatMap({ $0.overrides[level] ?? [] }) { levels[code] = level }
    }
    var types: [String: LintOptions.LabelType] = [:]
    for label in byStrength.flatMap(\.labels) where !label.name.isEmpty { types[label.name] = label.type }
    labels = types.sorted { $0.key < $1.key }.map { HadolintChoices.Label($0.key, $0.value) }
  }
}

extension HadolintSettings {
  /// The level that a finding is reported with; nil when it is not.
  ///
  /// - Parameter level: that of its rule.
  public func level(of code: String, _ level: LinterLevel) -> LinterLevel? {
    let level = levels[code] ?? level
    return level == .ignore || ignored.contains(code) ? nil : level
  }

  /// What the rules are told.
  public var lintOptions: LintOptions {
    var options = LintOptions()
    options.isExact = true
    options.trustedRegistries = trustedRegistries
    options.labelSchema = labels.map { ($0.name, $0.type) }
    options.hasStrictLabels = hasStrictLabels
    return options
  }

  /// Whether what was found fails the run: a file that is no Dockerfile, or a finding at the threshold or above, unless
  /// failing is off or the readers of a format would take it for a crash.
  public func fails(_ files: [HadolintReportFile]) -> Bool {
    guard !isFailureOff, !formats.contains(where: \.isAlwaysClean) else { return false }
    return files.contains { file in file.parseError != nil || file.findings.contains { $0.level >= threshold } }
  }
}
