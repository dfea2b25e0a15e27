/// A format that a report can have.
public enum ReportFormat: String, Sendable, CaseIterable {
  case text, plain, json, jsonl, sarif, github, gitlab, junit, checkstyle, sonarqube, codeclimate, rdjsonl, gnu
  case markdown, asff, html
  case hadolintJSON = "hadolint-json"

  /// The report as UTF-8.
  ///
  /// - Parameter text: how the format for terminals looks.
  public func render(_ model: ReportModel, text: TextReport) -> [UInt8] {
    if self == .text { return Array(text.render(model.outcome).utf8) }
    let report: any DataReport =
      switch self {
      case .plain, .text: PlainReport(style: text.style, verbose: text.isVerbose)
      case .json: JSONReport()
      case .jsonl: JSONLinesReport()
      case .sarif: SarifReport()
      case .github: GitHubReport()
      case .gitlab: GitLabReport()
      case .junit: JUnitReport()
      case .checkstyle: CheckstyleReport()
      case .sonarqube: SonarQubeReport()
      case .codeclimate: CodeClimateReport()
      case .rdjsonl: ReviewdogReport()
      case .gnu: GNUReport()
      case .markdown: MarkdownReport()
      case .asff: ASFFReport()
      case .html: HTMLReport()
      case .hadolintJSON: HadolintJSONReport()
      }
    return report.render(model)
  }
}

/// A report that looks the same whatever terminal or file it goes to.
protocol DataReport {
  /// The report as UTF-8, with a line feed at its end unless it is empty.
  func render(_ model: ReportModel) -> [UInt8]
}
