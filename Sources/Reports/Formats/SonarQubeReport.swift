import Core
import Engine
import JSONText

/// SonarQube's generic format for issues of other tools, as of SonarQube 10.3.
///
/// The severity belongs to the rule there: it is the worst that its findings have. Findings that do not count are left
/// out; what could not be read is an issue of its own rule. SonarQube drops issues of files that it does not know, so
/// image findings need a Dockerfile (`--dockerfile`, `--sarif-anchor`).
/// Source: SonarQube Server 10.3, generic formatted issues (rules with clean code attribute and impacts).
struct SonarQubeReport: DataReport {
  func render(_ model: ReportModel) -> [UInt8] {
    let items = model.expanded(model.counted)
    let incidents = model.incidentItems
    let columns = model.textColumns
    var lines = ItemLines(frame(items, hasIncidents: !incidents.isEmpty), closing: "]}")
    for item in incidents {
      lines.add { json in
        json.member("ruleId", IncidentItem.rule.description)
        json.key("primaryLocation")
        write(item.anchor, model.located(item), nil, into: &json)
      }
    }
    for item in items {
      lines.add { json in
        json.member("ruleId", Sanitized(item.finding.rule.description).description)
        json.key("primaryLocation")
        let isOfTarget = model.targets[item.target].source(of: item.finding) != nil
        write(item.anchor, model.located(item), isOfTarget ? columns[item.target] : nil, into: &json)
      }
    }
    return lines.finished()
  }

  /// The rules, and no issues.
  private func frame(_ items: [ReportItem], hasIncidents: Bool) -> [UInt8] {
    var (infos, worst): ([RuleID: RuleInfo], [RuleID: Severity]) = ([:], [:])
    for item in items {
      let rule = item.finding.rule
      if let known = worst[rule] {
        if known < item.finding.severity { worst[rule] = item.finding.severity }
      } else {
        (worst[rule], infos[rule]) = (item.finding.severity, item.info)
      }
    }
    var json = JSONWriter(pretty: false)
    json.object { json in
      json.key("rules")
      json.array { json in
        if hasIncidents {
          let text = "a target could not be read in full, so that its findings are not all there"
          json.object { write(IncidentItem.rule, "scan is incomplete", text, .critical, into: &$0) }
        }
        for (rule, severity) in worst.sorted(by: { $0.key < $1.key }) {
          let info = infos[rule]
          let description = info.map { [$0.what, $0.why].filter { !$0.isEmpty }.joined(separator: "\n") } ?? ""
          json.object { json in
            write(rule, info?.title ?? rule.description, description, severity, into: &json)
          }
        }
      }
      json.key("issues")
      json.array { (_: inout JSONWriter) in }
    }
    return json.bytes
  }

  private func write(
    _ rule: RuleID, _ name: String, _ description: String, _ severity: Severity, into json: inout JSONWriter
  ) {
    json.member("id", Sanitized(rule.description).description)
    json.member("name", Sanitized(name).description)
    json.member("description", description.isEmpty ? Sanitized(name).description : description)
    json.member("engineId", Tool.name)
    json.member("cleanCodeAttribute", "TRUSTWORTHY")
    json.key("impacts")
    json.array { json in
      json.object { json in
        json.member("softwareQuality", "SECURITY")
        json.member("severity", SonarQubeReport.impact(severity))
      }
    }
  }

  private static func impact(_ severity: Severity) -> String {
    switch severity {
    case .critical, .high: "HIGH"
    case .medium: "MEDIUM"
    case .low, .info: "LOW"
    }
  }

  /// A location; a range that is not inside the file makes SonarQube refuse the whole report.
  private func write(
    _ anchor: ReportItem.Anchor, _ message: String, _ columns: TextColumns?, into json: inout JSONWriter
  ) {
    json.object { json in
      json.member("message", message)
      json.member("filePath", anchor.file)
      guard let range = anchor.range else { return }
      let region = ReportItem.Region(range)
      json.member(
        "textRange",
        object: { json in
          json.member("startLine", region.firstLine)
          json.member("endLine", region.lastLine)
          guard region.columns != nil, let columns else { return }
          let (start, end) = (columns.position(range.start), columns.position(range.end))
          guard start < end else { return }
          json.member("startColumn", start.column - 1)
          json.member("endColumn", end.column - 1)
        })
    }
  }
}
