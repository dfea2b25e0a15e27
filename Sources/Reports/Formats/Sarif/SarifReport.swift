import Core
import Engine
import JSONText

/// SARIF 2.1.0, for code scanning and editors.
///
/// One run for all targets, since readers refuse several runs of one tool and category. Its category
/// (`automationDetails.id`) is `imgscan/`, and for a single image `imgscan/NAME/` without registry tag or digest, so that
/// two images of one repository do not close each other's alerts. One result for each file of a finding that stands for
/// several. Findings that do not count are there as suppressed results. What could not be read is a notification, and the
/// run is then not successful.
/// Source: SARIF 2.1.0 (OASIS); what GitHub code scanning reads of it.
struct SarifReport: DataReport {
  /// Results of a run that GitHub takes; it keeps the first 5,000 by severity.
  static let resultLimit = 25_000

  func render(_ model: ReportModel) -> [UInt8] {
    let all = model.bySeverity(model.expanded(model.items))
    let results = all.prefix(SarifReport.resultLimit)
    let rules = SarifRules(results)
    let places = SarifPlaces(model)
    let frame = frame(model, rules, places, omitted: all.count - results.count)
    var lines = ItemLines(frame, closing: SarifReport.closing)
    for item in results {
      lines.add { json in write(item, rules.index(of: item.finding.rule), model, places, into: &json) }
    }
    return lines.finished()
  }

  private static let closing = "]}]}"

  /// All but the results.
  private func frame(_ model: ReportModel, _ rules: SarifRules, _ places: SarifPlaces, omitted: Int) -> [UInt8] {
    var json = JSONWriter(pretty: false)
    json.object { json in
      json.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
      json.member("version", "2.1.0")
      json.key("runs")
      json.array { json in
        json.object { json in
          json.member("tool", object: { json in json.member("driver", object: { rules.write(into: &$0) }) })
          json.member("automationDetails", object: { $0.member("id", SarifReport.category(of: model)) })
          json.member("columnKind", "utf16CodeUnits")
          json.member(
            "originalUriBaseIds",
            object: { json in
              json.member("%SRCROOT%", object: { $0.text("description", "the root of the repository") })
            })
          json.key("invocations")
          json.array { json in json.object { write(invocation: model, places, omitted: omitted, into: &$0) } }
          json.key("results")
          json.array { (_: inout JSONWriter) in }
        }
      }
    }
    return json.bytes
  }

  /// What tells this run from others of the same commit, such as `imgscan/registry.example/web/`.
  static func category(of model: ReportModel) -> String {
    guard model.targets.count == 1, let target = model.targets.first, target.kind == "image" else { return "imgscan/" }
    return "imgscan/" + RepositoryPath.stableName(of: target) + "/"
  }

  private func write(
    invocation model: ReportModel, _ places: SarifPlaces, omitted: Int, into json: inout JSONWriter
  ) {
    let incidents = model.incidentItems
    json.member("executionSuccessful", incidents.isEmpty)
    json.member("exitCode", model.outcome.exitStatus)
    json.key("toolExecutionNotifications")
    json.array { json in
      for item in incidents { json.object { write(item, "error", model, places, into: &$0) } }
      for item in model.warningItems { json.object { write(item, "warning", model, places, into: &$0) } }
      guard omitted > 0 else { return }
      json.object { json in
        json.member("descriptor", object: { $0.member("id", "results-omitted") })
        json.member("level", "warning")
        json.text("message", "\(counted(omitted, "result")) of the least severe are left out: a run holds no more")
      }
    }
  }

  private func write(
    _ item: IncidentItem, _ level: String, _ model: ReportModel, _ places: SarifPlaces, into json: inout JSONWriter
  ) {
    json.member("descriptor", object: { $0.member("id", Sanitized(item.incident.code).description) })
    json.member("level", level)
    json.text("message", model.located(item))
    guard item.target != nil || item.incident.place != nil else { return }
    json.key("locations")
    json.array { json in
      json.object { json in
        json.key("physicalLocation")
        places.write(item.anchor, target: item.target, into: &json)
      }
    }
  }

  private func write(
    _ item: ReportItem, _ ruleIndex: Int?, _ model: ReportModel, _ places: SarifPlaces, into json: inout JSONWriter
  ) {
    json.member("ruleId", Sanitized(item.finding.rule.description).description)
    if let ruleIndex { json.member("ruleIndex", ruleIndex) }
    json.member("level", item.level)
    json.text("message", SarifReport.plain(model.located(item)))
    json.key("locations")
    json.array { json in json.object { places.write(locationOf: item, into: &$0) } }
    places.write(relatedOf: item, into: &json)
    json.member(
      "partialFingerprints",
      object: { json in
        json.member("imgscan/v1", item.uniqueFingerprint)
        json.member("primaryLocationLineHash", "\(item.fingerprint):\(item.occurrence + 1)")
      })
    if let suppression = item.suppression { write(suppression, item, places, into: &json) }
    places.write(fixOf: item, into: &json)
    json.member(
      "properties",
      object: { json in
        json.member("severity", item.finding.severity.rawValue)
        json.member("evidence", item.finding.evidence)
      })
  }

  private func write(
    _ suppression: Suppression, _ item: ReportItem, _ places: SarifPlaces, into json: inout JSONWriter
  ) {
    json.key("suppressions")
    json.array { json in
      json.object { json in
        json.member("kind", suppression.isInSource ? "inSource" : "external")
        json.member("status", "accepted")
        json.member("justification", suppression.words)
        guard let place = suppression.place, let anchor = places.anchor(of: place, target: item.target) else { return }
        json.member(
          "location",
          object: { json in
            json.key("physicalLocation")
            places.write(anchor, target: item.target, into: &json)
          })
      }
    }
  }

  /// A message in which a name cannot make a link: `[text](target)` is one in SARIF's messages.
  static func plain(_ message: String) -> String {
    guard message.holds("](") else { return message }
    var out: [UInt8] = []
    for byte in message.utf8 {
      if byte == UInt8(ascii: "("), out.last == UInt8(ascii: "]") { out.append(0x20) }
      out.append(byte)
    }
    return String(decoding: out, as: UTF8.self)
  }
}

extension JSONWriter {
  /// A message object: its text alone.
  mutating func text(_ name: String, _ text: String) { member(name, object: { $0.member("text", text) }) }
}
