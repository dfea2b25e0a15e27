import Core
import Engine
import JSONText

/// Reviewdog's diagnostics, one JSON object a line (`rdjsonl`).
///
/// Columns are bytes, ends are excluded. A fix is a suggestion only when it is one change: reviewdog offers each by
/// itself. Findings that do not count are left out; what could not be read is an error.
/// Source: Reviewdog Diagnostic Format, `Diagnostic` message.
struct ReviewdogReport: DataReport {
  func render(_ model: ReportModel) -> [UInt8] {
    var out: [UInt8] = []
    for item in model.incidentItems {
      ReviewdogReport.add(to: &out) { json in
        json.member("message", model.located(item))
        write(item.anchor, into: &json)
        json.member("severity", "ERROR")
        write(IncidentItem.rule, into: &json)
      }
    }
    for item in model.expanded(model.counted) {
      ReviewdogReport.add(to: &out) { write(item, model, into: &$0) }
    }
    return out
  }

  private static func add(to out: inout [UInt8], _ body: (inout JSONWriter) -> Void) {
    var json = JSONWriter(pretty: false)
    json.object(body)
    out.append(contentsOf: json.bytes)
    out.append(0x0A)
  }

  private func write(_ item: ReportItem, _ model: ReportModel, into json: inout JSONWriter) {
    let help = item.helpLines.joined(separator: "\n")
    json.member("message", model.located(item) + (help.isEmpty ? "" : "\n" + help))
    write(item.anchor, into: &json)
    json.member("severity", ReviewdogReport.severity(item.finding.severity))
    write(item.finding.rule, into: &json)
    if item.finding.edits.count == 1, let edit = item.finding.edits.first, item.anchor.isExact,
      case .source = item.finding.place
    {
      json.key("suggestions")
      json.array { json in
        json.object { json in
          json.key("range")
          write(exact: edit.range, into: &json)
          json.member("text", edit.replacement)
        }
      }
    }
  }

  private func write(_ rule: RuleID, into json: inout JSONWriter) {
    json.member("source", object: { $0.member("name", Tool.name) })
    json.member("code", object: { $0.member("value", Sanitized(rule.description).description) })
  }

  private func write(_ anchor: ReportItem.Anchor, into json: inout JSONWriter) {
    json.member(
      "location",
      object: { json in
        json.member("path", anchor.file)
        guard let range = anchor.range else { return }
        let region = ReportItem.Region(range)
        json.key("range")
        guard region.columns == nil else { return write(exact: range, into: &json) }
        json.object { json in
          json.member("start", object: { $0.member("line", region.firstLine) })
          if region.lastLine > region.firstLine { json.member("end", object: { $0.member("line", region.lastLine) }) }
        }
      })
  }

  private func write(exact range: SourceRange, into json: inout JSONWriter) {
    json.object { json in
      json.position("start", line: range.start.line, range.start.column)
      json.position("end", line: range.end.line, range.end.column)
    }
  }

  private static func severity(_ severity: Severity) -> String {
    switch severity {
    case .critical, .high: "ERROR"
    case .medium: "WARNING"
    case .low, .info: "INFO"
    }
  }
}
