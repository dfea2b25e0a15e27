import Core
import Engine

/// Workflow commands, which GitHub shows at the lines of a pull request.
///
/// GitHub shows no more than ten of a level in a step, so the worst ten of each level are written, and a notice says how
/// many more there are; `GitHubSummary` has them all. `error` is high and above, `warning` medium, `notice` the rest
/// down to the least severity to show. What could not be read comes first, as errors. Nothing at all is written when
/// there is nothing to say.
/// Source: GitHub documentation, Workflow commands for GitHub Actions.
struct GitHubReport: DataReport {
  /// Annotations of a level that GitHub shows of one step.
  static let shownPerLevel = 10

  func render(_ model: ReportModel) -> [UInt8] {
    let incidents = model.incidentItems
    let shown = Array(model.shown)
    var commands: [Command] = []
    var left = 0
    commands += incidents.prefix(GitHubReport.shownPerLevel).map { Command($0, in: model) }
    left += max(0, incidents.count - GitHubReport.shownPerLevel)
    for level in ["error", "warning", "note"] {
      var room = GitHubReport.shownPerLevel - (level == "error" ? commands.count : 0)
      let count = shown.count { $0.level == level }
      // The line that counts the rest is a notice itself.
      if level == "note", left > 0 || count > room { room -= 1 }
      let kept = GitHubReport.worst(shown, of: level, atMost: room)
      commands += kept.map { Command($0, in: model) }
      left += count - kept.count
    }
    if left > 0 {
      let message = "\(counted(left, "more finding")) in the summary of the run and in the other reports"
      commands.append(Command(level: "notice", message: message))
    }
    var bytes: [UInt8] = []
    for command in commands { command.write(into: &bytes) }
    return bytes
  }

  /// The worst of a level, in the order of the report.
  private static func worst(_ items: [ReportItem], of level: String, atMost room: Int) -> [ReportItem] {
    var kept: [ReportItem] = []
    for severity in Severity.allCases.sorted(by: >) where severity.word == level {
      kept += items.lazy.filter { $0.finding.severity == severity }.prefix(max(0, room - kept.count))
    }
    return kept
  }
}

/// A workflow command.
private struct Command {
  var level: String
  var title = Tool.name
  var message: String
  var anchor: ReportItem.Anchor?

  init(level: String, message: String) { (self.level, self.message) = (level, message) }

  init(_ item: IncidentItem, in model: ReportModel) {
    (level, title, message) = ("error", IncidentItem.rule.description, model.located(item))
    anchor = item.anchor.isExact || model.context.anchor != nil ? item.anchor : nil
  }

  /// A finding that no file of the repository stands for is at no file; GitHub would make a dead link of a made-up one.
  init(_ item: ReportItem, in model: ReportModel) {
    level = item.level == "note" ? "notice" : item.level
    title = "\(Sanitized(item.finding.rule.description)) \(Sanitized(item.title))"
    anchor = item.anchor.isExact || model.context.anchor != nil ? item.anchor : nil
    message = model.located(item)
    for line in item.helpLines { message += "\nhelp: " + line }
  }

  func write(into bytes: inout [UInt8]) {
    bytes += "::".utf8
    bytes += level.utf8
    var separator = " "
    func property(_ name: String, _ value: String) {
      bytes += separator.utf8
      bytes += name.utf8
      bytes.append(UInt8(ascii: "="))
      Command.escape(value, isProperty: true, into: &bytes)
      separator = ","
    }
    if let anchor {
      property("file", anchor.file)
      let region = anchor.range.map { ReportItem.Region($0) }
      property("line", String(region?.firstLine ?? anchor.line))
      if let region { property("endLine", String(region.lastLine)) }
      // Columns count only within one line; the last one is included.
      if let region, let columns = region.columns, region.lastLine == region.firstLine {
        property("col", String(columns.start))
        property("endColumn", String(max(columns.start, columns.end - 1)))
      }
    }
    property("title", title)
    bytes += "::".utf8
    Command.escape(message, isProperty: false, into: &bytes)
    bytes.append(0x0A)
  }

  private static func escape(_ text: String, isProperty: Bool, into bytes: inout [UInt8]) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "%"): bytes += "%25".utf8
      case 0x0D: bytes += "%0D".utf8
      case 0x0A: bytes += "%0A".utf8
      case UInt8(ascii: ":") where isProperty: bytes += "%3A".utf8
      case UInt8(ascii: ",") where isProperty: bytes += "%2C".utf8
      default: bytes.append(byte)
      }
    }
  }
}
