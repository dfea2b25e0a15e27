import Config
import Core
import LintRules
import Reports

extension HadolintSettings {
  /// What holds, for people, one setting a line; safe for a terminal.
  ///
  /// - Parameter file: the configuration that was read; nil without one.
  func summary(file: String?) -> String {
    func listed(_ items: [String]) -> String { items.isEmpty ? "none" : items.joined(separator: ", ") }
    var lines = [("configuration", file ?? "none")]
    lines += [
      ("no-fail", "\(isFailureOff)"), ("no-color", "\(!isColored)"),
      ("format", listed(formats.map(\.rawValue))), ("failure-threshold", threshold.rawValue),
    ]
    for level in [LinterLevel.error, .warning, .info, .style] {
      lines.append(("override.\(level.rawValue)", listed(levels.filter { $0.value == level }.keys.sorted())))
    }
    lines += [
      ("ignored", listed(ignored.sorted())), ("trustedRegistries", listed(trustedRegistries)),
      ("label-schema", listed(labels.map { "\($0.name):\($0.type.rawValue)" })),
      ("strict-labels", "\(hasStrictLabels)"), ("disable-ignore-pragma", "\(disablesPragmas)"),
    ]
    return lines.map { "\($0.0): \(Sanitized($0.1))\n" }.joined()
  }
}
