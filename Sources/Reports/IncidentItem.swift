import Core
import Engine

/// Something that could not be read, as data formats see it: with a place in a file of the repository.
public struct IncidentItem: Sendable {
  /// The name under which formats that know only findings list it.
  public static let rule = RuleID("scan-incomplete")

  /// Index in `ReportModel.targets`; nil when it is about the run as a whole.
  public var target: Int?
  public var incident: Incident
  /// On one line, without characters that steer a terminal; with the layer, not with the place.
  public var message: String
  /// Different for each incident of a report, and the same in the next one.
  public var fingerprint: String
  public var anchor: ReportItem.Anchor
}

extension ReportModel {
  /// What could not be read, by target: a report that shows none of it makes an unread target look clean.
  ///
  /// A run without a target has one too, since it says nothing of anything.
  public var incidentItems: [IncidentItem] {
    guard !targets.isEmpty else {
      let incident = Incident(code: "nothing-scanned", message: Incident.nothingToScan)
      return items([(nil, incident)])
    }
    return items(targets.enumerated().flatMap { id, target in target.incidents.map { (id, $0) } })
  }

  /// What is odd and hides nothing: by target, then those of the run as a whole.
  public var warningItems: [IncidentItem] {
    let own: [(Int?, Incident)] = targets.enumerated().flatMap { id, target in target.warnings.map { (id, $0) } }
    return items(own + outcome.warnings.map { (nil, $0) })
  }

  /// - Parameter incidents: each with the index of its target; nil for the run.
  private func items(_ incidents: [(Int?, Incident)]) -> [IncidentItem] {
    var seen: [String: Int] = [:]
    return incidents.map { index, incident in
      let target = index.map { targets[$0] } ?? Target(kind: "image", name: Tool.name)
      let anchors = Anchors(target, fallback: context.anchor)
      let message = Sanitized(incident.layered(in: target)).description
      let place = anchors.anchor(of: incident)
      let name = Fingerprint.of(incident, at: place.file, of: index == nil ? "" : target.repositoryPath)
      let count = seen[name, default: 0]
      seen[name] = count + 1
      let unique = count == 0 ? name : Fingerprint.numbered(name, count)
      return IncidentItem(target: index, incident: incident, message: message, fingerprint: unique, anchor: place)
    }
  }
}

extension Fingerprint {
  /// The name of an incident: its code, words and file count.
  fileprivate static func of(_ incident: Incident, at file: String, of target: String) -> String {
    let words = "\(incident.code): \(target): \(file): \(incident.message)"
    let finding = Finding(rule: IncidentItem.rule, severity: .critical, message: words, place: .image)
    return of(finding, in: Target(kind: "image", name: ""))
  }
}
