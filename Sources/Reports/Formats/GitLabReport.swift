import Core
import JSONText

/// GitLab's Code Quality report.
///
/// One entry for each file of a finding that stands for several; findings that do not count are left out. What could not
/// be read is an entry too, of the worst severity, so that a target that was not read does not look better than before.
/// Source: GitLab documentation, Code Quality report format.
struct GitLabReport: DataReport {
  func render(_ model: ReportModel) -> [UInt8] {
    var lines = ItemLines()
    for item in model.incidentItems {
      lines.add { json in
        write(
          IncidentItem.rule, "blocker", model.located(item), item.fingerprint, item.anchor, into: &json)
      }
    }
    for item in model.expanded(model.counted) {
      lines.add { json in
        write(
          item.finding.rule, GitLabReport.severity(item.finding.severity), model.located(item),
          item.uniqueFingerprint, item.anchor, into: &json)
      }
    }
    return lines.finished()
  }

  private func write(
    _ rule: RuleID, _ severity: String, _ message: String, _ fingerprint: String, _ anchor: ReportItem.Anchor,
    into json: inout JSONWriter
  ) {
    json.member("description", message)
    json.member("check_name", Sanitized(rule.description).description)
    json.member("fingerprint", fingerprint)
    json.member("severity", severity)
    json.member(
      "location",
      object: { json in
        json.member("path", anchor.file)
        json.member("lines", object: { $0.member("begin", max(1, anchor.line)) })
      })
  }

  /// The word that Code Quality and Code Climate have for a severity.
  static func severity(_ severity: Severity) -> String {
    switch severity {
    case .critical: "blocker"
    case .high: "critical"
    case .medium: "major"
    case .low: "minor"
    case .info: "info"
    }
  }
}
