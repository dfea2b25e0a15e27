import Core
import Engine

/// Test results in the XML of JUnit, for Jenkins, CircleCI, Azure and the report groups of CodeBuild.
///
/// A `testsuite` for each target; a `testcase` for each finding, its class the rule and its name the place.
/// - A finding that makes the scan fail is a `failure`, so the readers are red exactly when the gate is.
/// - One below the gate is `skipped`: readers count and show those, while they hide what passing cases say.
/// - One that does not count is `skipped` too, with the reason.
/// - What could not be read is an `error`.
/// - A rule that looked at the whole target and found nothing is a passing case. There are none for a target that could
///   not be read completely, for there it is not known.
///
/// There are no times and no host names, so equal scans give equal reports.
struct JUnitReport: DataReport {
  func render(_ model: ReportModel) -> [UInt8] {
    var xml = XMLWriter()
    let parts = zip(model.targets, model.itemsByTarget)
    let suites = parts.map { Suite($0, items: $1, rules: model.passing($0, $1)) }
    let isEmpty = suites.isEmpty
    let tests = suites.reduce(isEmpty ? 1 : 0) { $0 + $1.tests }
    let failures = suites.reduce(0) { $0 + $1.failures }
    let errors = suites.reduce(isEmpty ? 1 : 0) { $0 + $1.errors }
    let counts = [("tests", String(tests)), ("failures", String(failures)), ("errors", String(errors))]
    xml.element("testsuites", [("name", Tool.name)] + counts) { xml in
      for suite in suites { suite.write(into: &xml) }
      if isEmpty { writeNothing(into: &xml) }
    }
    return xml.bytes
  }

  private func writeNothing(into xml: inout XMLWriter) {
    let counts = [("tests", "1"), ("failures", "0"), ("errors", "1"), ("skipped", "0")]
    xml.element("testsuite", [("name", Tool.name)] + counts) { xml in
      xml.element("testcase", [("classname", IncidentItem.rule.description), ("name", Tool.name)]) { xml in
        xml.element("error", [("type", "nothing-scanned"), ("message", Incident.nothingToScan)])
      }
    }
  }
}

/// The cases of one target.
private struct Suite {
  let target: Target
  let items: ArraySlice<ReportItem>
  /// Rules that found nothing.
  let rules: [RuleID]

  init(_ target: Target, items: ArraySlice<ReportItem>, rules: [RuleID]) {
    (self.target, self.items, self.rules) = (target, items, rules)
  }

  var failures: Int { items.count { $0.isFailing } }
  var errors: Int { target.incidents.count }
  var tests: Int { items.count + errors + rules.count }

  func write(into xml: inout XMLWriter) {
    let counts = [("tests", tests), ("failures", failures), ("errors", errors), ("skipped", items.count - failures)]
    var names: [String: Int] = [:]
    /// Readers tell cases apart by class and name: the second of a name gets a number.
    func attributes(_ rule: String, _ place: String) -> [(String, String)] {
      let count = names[rule + " " + place, default: 0] + 1
      names[rule + " " + place] = count
      return [("classname", rule), ("name", count > 1 ? "\(place) (\(count))" : place)]
    }
    xml.element("testsuite", [("name", target.fullName)] + counts.map { ($0, String($1)) }) { xml in
      for incident in target.incidents {
        xml.element("testcase", attributes(IncidentItem.rule.description, incident.placeName(in: target))) { xml in
          let attributes = [("type", Sanitized(incident.code).description), ("message", incident.words(in: target))]
          xml.element("error", attributes, text: incident.help.map { "help: " + $0 } ?? "")
        }
      }
      for item in items {
        let rule = Sanitized(item.finding.rule.description).description
        xml.element("testcase", attributes(rule, item.placeName)) { xml in write(item, into: &xml) }
      }
      for rule in rules { xml.element("testcase", attributes(rule.description, "no findings")) }
    }
  }

  private func write(_ item: ReportItem, into xml: inout XMLWriter) {
    let severity = item.finding.severity.rawValue
    if item.isFailing {
      let attributes = [("type", severity), ("message", item.placedMessage)]
      return xml.element("failure", attributes, text: details(item))
    }
    let why = item.suppression?.words ?? "\(severity), below the level that fails"
    xml.element("skipped", [("type", severity), ("message", "\(why): \(item.placedMessage)")])
  }

  /// Evidence, remarks and advice, one a line.
  private func details(_ item: ReportItem) -> String {
    var lines = item.anchor.isExact ? ["at: \(item.anchor.file):\(item.anchor.line):\(item.anchor.column)"] : []
    if let layer = item.finding.layer {
      lines.append("\(layer.position(of: target.layers.count)), \(layer.origin.rawValue)")
    }
    lines += item.finding.evidence.map { "evidence: " + Sanitized($0).description }
    lines += item.finding.notes.map { "note: " + Sanitized($0.message).description }
    lines += item.helpLines.map { "help: " + $0 }
    return lines.joined(separator: "\n")
  }
}

extension ReportModel {
  /// The rules for the target's kind that looked at all of it and found nothing, by name.
  fileprivate func passing(_ target: Target, _ items: ArraySlice<ReportItem>) -> [RuleID] {
    guard target.ruleCount > 0, target.incidents.isEmpty else { return [] }
    let found = Set(items.map(\.finding.rule))
    return rules.values.filter {
      $0.subject.rawValue == target.kind && !found.contains($0.id) && !target.rulesOff.contains($0.id)
    }.map(\.id).sorted()
  }
}

extension Incident {
  /// Where it is, in one word: a place in a text file, a layer, or the target.
  fileprivate func placeName(in target: Target) -> String {
    if case .source(let file, let range)? = place { return Sanitized(spoken(file, range.start)).description }
    return layer.map { "layer \($0 + 1)" } ?? Sanitized(target.name).description
  }
}
