import Core

/// Why a finding is not counted.
public struct Suppression: Sendable, Hashable {
  /// What does it.
  public enum Source: String, Sendable, CaseIterable {
    /// A comment in the file, ours or another tool's.
    case imgscan, hadolint, buildkit
    /// An ignore of the configuration or the command line.
    case config
    case allowSetuid = "allow-setuid"
    case baseline
    /// Only own layers count, and it is the base image's.
    case base
  }

  public var by: Source
  /// As the comment says; nil when it does not.
  public var reason: String?
  /// The last day on which it counts; nil when it has no end.
  public var expires: CalendarDate?
  /// Where the comment or entry is; nil when it has no place.
  public var place: Place?

  public init(by: Source, reason: String? = nil, expires: CalendarDate? = nil, place: Place? = nil) {
    (self.by, self.reason, self.expires, self.place) = (by, reason, expires, place)
  }

  /// Whether it is in the file that the finding is about.
  public var isInSource: Bool { [.imgscan, .hadolint, .buildkit].contains(by) }
}

/// A finding that does not count.
public struct SuppressedFinding: Sendable, Hashable {
  public var finding: Finding
  public var suppression: Suppression

  public init(finding: Finding, suppression: Suppression) {
    (self.finding, self.suppression) = (finding, suppression)
  }
}
