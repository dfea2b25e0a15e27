import Core
import Engine
import JSONText
import Rules

/// The report for programs.
///
/// Every key is always present and null when unknown; later versions only add keys. `JSONSchema` describes it.
public struct JSONReport {
  /// Raised when a key is removed or changes its meaning.
  public static let schemaVersion = 1

  /// nil for the program's own.
  private let rules: [RuleInfo]?
  private let isPretty: Bool

  /// - Parameter pretty: with line breaks and indentation.
  public init(pretty: Bool = true) { self.init(pretty: pretty, rules: nil) }

  /// As the public one, with a rule table of the caller's.
  init(pretty: Bool = true, rules: [RuleInfo]?) { (isPretty, self.rules) = (pretty, rules) }

  /// The report as UTF-8, with a line feed at its end.
  public func render(_ outcome: Outcome) -> [UInt8] {
    render(rules.map { ReportModel(outcome, rules: $0) } ?? ReportModel(outcome))
  }
}

extension JSONReport: DataReport {
  func render(_ model: ReportModel) -> [UInt8] {
    var writer = JSONWriter(pretty: isPretty)
    writer.object { json in
      json.member("schemaVersion", JSONReport.schemaVersion)
      json.writeTool()
      json.key("targets")
      json.array { json in
        for (id, target) in model.targets.enumerated() {
          json.object { json in
            json.member("id", id)
            json.member("kind", target.kind)
            json.write(membersOf: target)
          }
        }
      }
      json.key("findings")
      json.array { json in
        for item in model.items { json.object { $0.write(membersOf: item) } }
      }
      json.key("incidents")
      json.array { json in
        for (id, target, incident) in model.outcome.problems(\.incidents) {
          json.object { $0.write(membersOf: incident, of: target, id: id) }
        }
      }
      json.key("warnings")
      json.array { json in
        for (id, target, warning) in model.outcome.problems(\.warnings) {
          json.object { $0.write(membersOf: warning, of: target, id: id) }
        }
        for warning in model.outcome.warnings { json.object { $0.write(membersOf: warning, of: nil, id: nil) } }
      }
      json.member("summary", object: { $0.write(summaryOf: model.outcome) })
    }
    return writer.bytes + [0x0A]
  }
}

extension Outcome {
  /// The incidents or the warnings of the targets, each with its target and that one's index.
  func problems(_ list: KeyPath<Target, [Incident]>) -> [(id: Int, target: Target, problem: Incident)] {
    targets.enumerated().flatMap { id, target in target[keyPath: list].map { (id, target, $0) } }
  }
}
