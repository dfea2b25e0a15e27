import Core
import Engine
import JSONText

/// The JSON report by lines: one compact object each, with its kind (`target`, `finding`, `incident`, `warning`,
/// `summary`) and the members that it has in the JSON report.
///
/// Of a target, whose own kind would be the same word, that one is `targetKind`. The summary is the last line, and has the
/// tool's name and version.
struct JSONLinesReport: DataReport {
  func render(_ model: ReportModel) -> [UInt8] {
    var out: [UInt8] = []
    func line(_ kind: String, _ body: (inout JSONWriter) -> Void) {
      var json = JSONWriter(pretty: false)
      json.object { json in
        json.member("kind", kind)
        body(&json)
      }
      out.append(contentsOf: json.bytes)
      out.append(0x0A)
    }
    for (id, target) in model.targets.enumerated() {
      line("target") { json in
        json.member("id", id)
        json.member("targetKind", target.kind)
        json.write(membersOf: target)
      }
    }
    for item in model.items { line("finding") { $0.write(membersOf: item) } }
    for (id, target, incident) in model.outcome.problems(\.incidents) {
      line("incident") { $0.write(membersOf: incident, of: target, id: id) }
    }
    for (id, target, warning) in model.outcome.problems(\.warnings) {
      line("warning") { $0.write(membersOf: warning, of: target, id: id) }
    }
    for warning in model.outcome.warnings { line("warning") { $0.write(membersOf: warning, of: nil, id: nil) } }
    line("summary") { json in
      json.member("schemaVersion", JSONReport.schemaVersion)
      json.writeTool()
      json.write(summaryOf: model.outcome)
    }
    return out
  }
}
