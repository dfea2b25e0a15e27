import Core
import JSONText
import Rules

/// What `imgscan rules` prints.
public struct RuleListReport {
  private let rules: [RuleInfo]

  /// - Parameter rules: in any order; they are listed by id.
  public init(rules: [RuleInfo] = RuleTable.infos) { self.rules = rules.sorted { $0.id < $1.id } }

  /// A table, with a line feed at its end.
  public func text(style: TerminalStyle) -> String {
    var table = TextTable(header: ["ID", "SUBJECT", "SEVERITY", "TITLE", "CONTROLS"])
    for rule in rules {
      let controls = rule.controls.map(\.description).joined(separator: " ")
      let cells = [rule.id.description, rule.subject.rawValue, severityText(rule), rule.title, controls]
      table.add(cells.map(style.safe))
    }
    return (table.lines() + ["", counted(rules.count, "rule")]).joined(separator: "\n") + "\n"
  }

  /// All that is known of every rule, as UTF-8.
  public func json(pretty: Bool = true) -> [UInt8] {
    var writer = JSONWriter(pretty: pretty)
    writer.object { json in
      json.member("schemaVersion", JSONReport.schemaVersion)
      json.writeTool()
      json.key("rules")
      json.array { json in
        for rule in rules { json.object { write(rule, into: &$0) } }
      }
    }
    return writer.bytes + [0x0A]
  }

  private func write(_ rule: RuleInfo, into json: inout JSONWriter) {
    json.member("id", rule.id.description)
    json.member("title", rule.title)
    json.member("severity", rule.severity.rawValue)
    json.member("strictSeverity", rule.strictSeverity.rawValue)
    json.member("subject", rule.subject.rawValue)
    json.member("what", rule.what)
    json.member("why", rule.why)
    json.member("fix", rule.fix)
    json.member("controls", rule.controls.map(\.description))
    json.member("aliases", rule.aliases)
    json.member("since", rule.since)
  }
}

/// The usual severity, and the strict one where it differs.
public func severityText(_ rule: RuleInfo) -> String {
  let strict = rule.strictSeverity == rule.severity ? "" : " (strict: \(rule.strictSeverity.rawValue))"
  return rule.severity.rawValue + strict
}
