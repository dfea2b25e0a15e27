import Core

/// A set of rules with their severities.
public enum Profile: String, Sendable, CaseIterable {
  case standard = "default"
  /// Hardening rules that are remarks by default count.
  case strict
  /// The rules that answer an item of the runbook, as strict as `strict`.
  case runbook

  /// Whether severities are those of `RuleInfo.strictSeverity`.
  public var isStrict: Bool { self != .standard }
}

/// What a configuration makes of a rule.
public enum RuleLevel: Sendable, Hashable {
  case off
  case severity(Core.Severity)
}

/// What comments in a file may silence.
public enum InlineIgnores: String, Sendable, CaseIterable {
  case allow
  /// Only those that give a reason.
  case requireReason = "require-reason"
  case deny
}

/// How many layers at the bottom are the base image's, as the user says it.
public enum BaseChoice: Sendable, Hashable {
  case layers(Int)
  /// An archive or directory of the base image, or the name of an image in the same archive.
  case named(String)
}
