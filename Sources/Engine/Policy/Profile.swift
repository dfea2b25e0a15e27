import Core

/// A set of rules with their severities.
public enum Profile: String, Sendable, CaseIterable {
  case standard = "default"
  /// Hardening rules that are remarks by default count.
  case strict
  /// The rules that answer an item of the runbook, as strict as `strict`.
  case runbook
  /// hadolint's rules as hadolint judges them, and ShellCheck's.
  case hadolint
  /// The checks of `docker build --check`.
  case buildkit

  /// Whether severities are those of `RuleInfo.strictSeverity`.
  public var isStrict: Bool { self == .strict || self == .runbook }

  /// Whether it is what another tool does: its rules, its levels, its comments.
  public var isOfAnotherTool: Bool { self == .hadolint || self == .buildkit }

  /// Whether what ShellCheck finds counts, when nobody says otherwise: it answers no item of the runbook.
  public var asksShellCheck: Bool { self != .runbook && self != .buildkit }

  /// Whether a rule is one of its rules, when nobody says otherwise.
  func asks(_ info: RuleInfo) -> Bool {
    guard info.level != .ignore else { return false }
    return switch self {
    case .standard, .strict: true
    case .runbook: info.controls.contains { $0.description.hasPrefix("runbook:") }
    case .hadolint: info.family == .hadolint
    case .buildkit: info.family == .buildkit
    }
  }
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
