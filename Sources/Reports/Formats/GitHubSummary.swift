import Engine

/// What is appended to the file that `GITHUB_STEP_SUMMARY` names: the markdown report, always small enough.
///
/// GitHub refuses a summary of more than 1 MiB a step; what does not fit is counted in its last line.
public struct GitHubSummary: Sendable {
  /// Bytes; the rest of the mebibyte is left to other programs of the same step.
  static let limit = 1_000_000

  public init() {}

  /// The summary as UTF-8, with a line feed at its end.
  public func render(_ model: ReportModel) -> [UInt8] { MarkdownReport(limit: GitHubSummary.limit).render(model) }
}
