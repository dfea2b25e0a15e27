import BuildChecks
import LintRules

extension Settings {
  /// What hadolint's rules are told.
  public var lintOptions: LintOptions {
    var options = LintOptions()
    options.trustedRegistries = list("trusted-registry")
    options.labelSchema = list("require-label").compactMap { RequiredLabel($0).map { ($0.name, $0.type) } }
    options.hasStrictLabels = flag("strict-labels")
    return options
  }

  /// What BuildKit's checks are told.
  public var buildCheckOptions: BuildCheckOptions {
    let arguments = list("build-arg").map { text in
      let parts = text.utf8.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      return (name: String(Substring(parts[0])), value: parts.count > 1 ? String(Substring(parts[1])) : "")
    }
    return BuildCheckOptions(buildArguments: arguments, checkDirective: text("check"))
  }
}

/// A label that must be there, as it is typed: `NAME:TYPE`, or `NAME` for any text.
struct RequiredLabel {
  var name: String
  var type: LintOptions.LabelType

  /// nil when there is no name, or no such type.
  init?(_ text: String) {
    let bytes = text.utf8
    guard let colon = bytes.lastIndex(of: UInt8(ascii: ":")) else {
      guard !text.isEmpty else { return nil }
      (name, type) = (text, .text)
      return
    }
    guard colon > bytes.startIndex,
      let type = LintOptions.LabelType(rawValue: String(text[bytes.index(after: colon)...]))
    else { return nil }
    (name, self.type) = (String(text[..<colon]), type)
  }
}
