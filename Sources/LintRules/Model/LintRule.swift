import Core

/// A question that hadolint asks of a Dockerfile.
///
/// A rule looks at instructions in their order, with or without a FROM before them. It never throws, never prints and never
/// reads anything but the file.
public protocol LintRule: Sendable {
  static var info: RuleInfo { get }
  /// Whether the rule looks at what ONBUILD triggers, too: as a file of its own, with nothing else in it.
  static var readsTriggers: Bool { get }
  init()
  func check(_ flow: LintFlow, _ report: inout LintReport)
}

extension LintRule {
  public static var readsTriggers: Bool { false }
}

extension RuleInfo {
  /// A rule with hadolint's number and level.
  public init(
    _ id: RuleID, _ level: LinterLevel, title: String, what: String, why: String, fix: String, examples: [Example]
  ) {
    self.init(
      id: id, title: title, severity: level.severity, subject: .dockerfile, what: what, why: why, fix: fix,
      controls: [.hadolint(id.description)], examples: examples, since: "0.2.0")
    self.level = level
  }
}
