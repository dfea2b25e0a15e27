/// How bad a finding is, from a remark to something that must not ship.
public enum Severity: String, Comparable, CaseIterable, Sendable, Hashable {
  case info, low, medium, high, critical

  public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .info: 0
    case .low: 1
    case .medium: 2
    case .high: 3
    case .critical: 4
    }
  }
}
