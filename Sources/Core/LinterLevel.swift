/// How hadolint and ShellCheck rank what they find.
///
/// Source: hadolint's and ShellCheck's documentation of their severities.
public enum LinterLevel: String, Sendable, Hashable, Comparable, CaseIterable {
  /// A rule that is off unless it is given another level.
  case ignore
  case style, info, warning, error

  public static func < (left: LinterLevel, right: LinterLevel) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .ignore: 0
    case .style: 1
    case .info: 2
    case .warning: 3
    case .error: 4
    }
  }

  /// What the level is among our severities.
  public var severity: Severity {
    switch self {
    case .error: .medium
    case .warning: .low
    case .info, .style, .ignore: .info
    }
  }
}
