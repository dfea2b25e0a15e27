import Core
import Engine

/// hadolint's JSON for any profile: what reads hadolint's findings reads all of ours.
struct HadolintJSONReport: DataReport {
  func render(_ model: ReportModel) -> [UInt8] {
    let files = zip(model.targets, model.itemsByTarget).map { target, items in
      let findings = items.lazy.filter { $0.suppression == nil }.map { item in
        HadolintReportFile.Finding(
          code: item.finding.rule.description, level: item.finding.level ?? level(item.finding.severity),
          line: item.isInTarget(target) ? item.anchor.line : 1,
          column: item.isInTarget(target) ? item.anchor.column : 1,
          message: item.placedMessage)
      }
      return HadolintReportFile(
        name: target.name, findings: findings.sorted { ($0.line, $0.column) < ($1.line, $1.column) })
    }
    return HadolintReport(files: files).bytes(.json) + [0x0A]
  }

  private func level(_ severity: Severity) -> LinterLevel {
    switch severity {
    case .critical, .high, .medium: .error
    case .low: .warning
    case .info: .info
    }
  }
}

extension ReportItem {
  /// Whether it is at a part of the target's own text.
  fileprivate func isInTarget(_ target: Target) -> Bool {
    if case .source(let file, _) = finding.place { file == target.name } else { false }
  }
}
