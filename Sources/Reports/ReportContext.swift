/// What a report needs to know that is not in the outcome.
public struct ReportContext: Sendable, Equatable {
  /// The file that image findings stand at in formats that need one, from the repository's root; nil for a name made of
  /// the image's.
  public var anchor: String?
  /// The moment of the report, as RFC 3339 in UTC, for the one format that cannot be without (ASFF).
  public var timestamp = "1970-01-01T00:00:00Z"
  /// Twelve digits, for ASFF.
  public var awsAccount = "000000000000"
  public var awsRegion = "us-east-1"
  /// Whether text lists the findings that do not count.
  public var showsSuppressed = false

  public init() {}
}
