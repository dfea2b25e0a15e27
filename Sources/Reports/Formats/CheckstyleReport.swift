import Core
import Engine

/// The XML that Checkstyle writes, which Jenkins, reviewdog and many others read.
///
/// One `file` for each file with findings, by its path from the repository's root; a finding of an image stands at the
/// line of the Dockerfile that made it, or at a name made of the image's. `source` is `imgscan.RULE`; severity is
/// `error` (high and above), `warning` (medium) or `info`. All severities are written, findings that do not count are
/// not. What could not be read is an error of `imgscan.scan-incomplete`, so an unread file never looks clean.
struct CheckstyleReport: DataReport {
  /// Of the report's form, not of this program: what readers expect of Checkstyle.
  private static let version = "4.3"

  private struct Entry {
    var anchor: ReportItem.Anchor
    var severity: String
    var message: String
    var rule: String
  }

  func render(_ model: ReportModel) -> [UInt8] {
    var xml = XMLWriter()
    let files = entries(model)
    xml.element("checkstyle", [("version", CheckstyleReport.version)]) { xml in
      for (name, entries) in files {
        xml.element("file", [("name", name)]) { xml in
          for entry in entries { write(entry, into: &xml) }
        }
      }
    }
    return xml.bytes
  }

  private func write(_ entry: Entry, into xml: inout XMLWriter) {
    xml.element(
      "error",
      [
        ("line", String(entry.anchor.line)), ("column", String(entry.anchor.column)), ("severity", entry.severity),
        ("message", entry.message), ("source", "\(Tool.name).\(entry.rule)"),
      ])
  }

  /// By file, in the order in which files come up first.
  private func entries(_ model: ReportModel) -> [(file: String, entries: [Entry])] {
    var files: [(file: String, entries: [Entry])] = []
    var places: [String: Int] = [:]
    func add(_ entry: Entry) {
      if let place = places[entry.anchor.file] { return files[place].entries.append(entry) }
      places[entry.anchor.file] = files.count
      files.append((entry.anchor.file, [entry]))
    }
    for item in model.incidentItems {
      add(
        Entry(anchor: item.anchor, severity: "error", message: model.located(item), rule: IncidentItem.rule.description)
      )
    }
    for item in model.counted {
      let severity = item.level == "note" ? "info" : item.level
      let rule = Sanitized(item.finding.rule.description).description
      add(Entry(anchor: item.anchor, severity: severity, message: model.located(item), rule: rule))
    }
    return files
  }
}
