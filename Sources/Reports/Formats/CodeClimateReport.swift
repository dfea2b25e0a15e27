import Core
import JSONText

/// Issues in the format of Code Climate's engines, as one array.
///
/// Entries are those of `GitLabReport`, with the advice and exact places.
/// Source: Code Climate engine specification, issues.
struct CodeClimateReport: DataReport {
  func render(_ model: ReportModel) -> [UInt8] {
    var lines = ItemLines()
    for item in model.incidentItems {
      lines.add { json in
        begin(IncidentItem.rule, model.located(item), into: &json)
        write(item.anchor, into: &json)
        json.member("severity", "blocker")
        json.member("fingerprint", item.fingerprint)
      }
    }
    for item in model.expanded(model.counted) {
      lines.add { json in
        begin(item.finding.rule, model.located(item), into: &json)
        if let body = CodeClimateReport.body(of: item) {
          json.member("content", object: { $0.member("body", body) })
        }
        write(item.anchor, into: &json)
        json.member("severity", GitLabReport.severity(item.finding.severity))
        json.member("fingerprint", item.uniqueFingerprint)
      }
    }
    return lines.finished()
  }

  private func begin(_ rule: RuleID, _ message: String, into json: inout JSONWriter) {
    json.member("type", "issue")
    json.member("check_name", Sanitized(rule.description).description)
    json.member("description", message)
    json.member("categories", ["Security"])
  }

  /// Why it matters and what to type, as markdown; advice that may hold names of the image stands in a code block.
  private static func body(of item: ReportItem) -> String? {
    let advice = item.helpLines
    guard let info = item.info else { return advice.isEmpty ? nil : fenced(advice) }
    return info.why + (advice.isEmpty ? "" : "\n\n" + fenced(advice))
  }

  private static func fenced(_ lines: [String]) -> String {
    var (longest, run) = (0, 0)
    for line in lines {
      for byte in line.utf8 {
        run = byte == UInt8(ascii: "`") ? run + 1 : 0
        longest = max(longest, run)
      }
    }
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return fence + "text\n" + lines.joined(separator: "\n") + "\n" + fence
  }

  private func write(_ anchor: ReportItem.Anchor, into json: inout JSONWriter) {
    json.member(
      "location",
      object: { json in
        json.member("path", anchor.file)
        let region = anchor.range.map { ReportItem.Region($0) }
        guard let region, let columns = region.columns else {
          return json.member(
            "lines",
            object: { json in
              json.member("begin", region?.firstLine ?? 1)
              json.member("end", region?.lastLine ?? 1)
            })
        }
        json.member(
          "positions",
          object: { json in
            json.position("begin", line: region.firstLine, columns.start)
            json.position("end", line: region.lastLine, columns.end)
          })
      })
  }
}

extension JSONWriter {
  /// A position object with line and column.
  mutating func position(_ name: String, line: Int, _ column: Int) {
    member(
      name,
      object: { json in
        json.member("line", max(1, line))
        json.member("column", max(1, column))
      })
  }
}
