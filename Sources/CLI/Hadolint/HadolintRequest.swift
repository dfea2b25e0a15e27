import Config
import Core
import Reports

/// One command line of hadolint's, as typed.
struct HadolintRequest: Equatable {
  static let jobsRange = 0...1024

  var asksVersion = false
  var config: String?
  var noConfig = false
  var filePathInReport: String?
  var output: [String] = []
  var noFail = false
  var noColor = false
  var verbose = false
  var format: [String] = []
  var error: [String] = []
  var warning: [String] = []
  var info: [String] = []
  var style: [String] = []
  var ignore: [String] = []
  var trustedRegistry: [String] = []
  var requireLabel: [String] = []
  var strictLabels = false
  var disableIgnorePragma = false
  var failureThreshold: String?
  var shellcheck = "auto"
  var jobs = 0
  var files: [String] = []
}

extension HadolintRequest {
  /// What the options say.
  ///
  /// - Throws: a refusal for a word that is none of an option's.
  func choices() throws(Refusal) -> HadolintChoices {
    var out = HadolintChoices()
    out.isFailureOff = noFail ? true : nil
    out.isColorOff = noColor ? true : nil
    out.isVerbose = verbose ? true : nil
    out.hasStrictLabels = strictLabels ? true : nil
    out.disablesPragmas = disableIgnorePragma ? true : nil
    out.formats = try format.map { word throws(Refusal) in
      // The word for this format in every other profile.
      if word == "hadolint-json" { return .json }
      guard let format = HadolintFormat(rawValue: word) else {
        throw refusal("--format", word, HadolintFormat.allCases.map(\.rawValue))
      }
      return format
    }
    if let word = failureThreshold {
      guard let level = HadolintChoices.threshold(word) else {
        throw refusal("--failure-threshold", word, HadolintChoices.thresholds)
      }
      out.threshold = level
    }
    for (level, codes) in [(LinterLevel.error, error), (.warning, warning), (.info, info), (.style, style)] {
      if !codes.isEmpty { out.overrides[level] = codes }
    }
    (out.ignored, out.trustedRegistries) = (ignore, trustedRegistry)
    out.labels = try requireLabel.map { text throws(Refusal) in
      guard let label = HadolintChoices.label(text) else {
        throw refusal("--require-label", text, HadolintChoices.labelTypes.map { "NAME:\($0)" })
      }
      return label
    }
    return out
  }

  private func refusal(_ option: String, _ word: String, _ words: [String]) -> Refusal {
    Refusal("\(option) \(Sanitized(word)): " + HadolintChoices.refusal(word, words))
  }
}
