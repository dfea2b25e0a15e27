import Config
import Core
import Glibc
import Reports

/// Which reports a run writes, and where.
struct ReportPlan: Equatable {
  struct Entry: Equatable {
    var format: ReportFormat
    /// nil for standard output.
    var file: String?
  }

  /// The first is the main one.
  var entries: [Entry]
  /// Whether workflow commands follow the text report: nobody chose a format, and it is a GitHub job.
  var addsWorkflowCommands = false

  init(_ settings: Settings, environment: [String: String]) throws(Refusal) {
    let format = settings.text("format").flatMap(ReportFormat.init(rawValue:)) ?? .text
    let output = settings.text("output").flatMap { $0 == "-" ? nil : $0 }
    entries = [Entry(format: format, file: output)]
    for report in settings.reports {
      guard let format = ReportFormat(rawValue: report.format) else { continue }
      entries.append(Entry(format: format, file: report.file == "-" ? nil : report.file))
    }
    if settings.origin("format") == .standard, output == nil, environment["GITHUB_ACTIONS"] == "true" {
      addsWorkflowCommands = true
    }
    var seen: [String?: ReportFormat] = [:]
    for entry in entries {
      let name = entry.file.map(ReportPlan.plain)
      if let other = seen.updateValue(entry.format, forKey: name) {
        let where_ = entry.file.map { "\"\($0)\"" } ?? "standard output"
        throw Refusal(
          "two reports go to \(where_): \(other.rawValue) and \(entry.format.rawValue)",
          help: "give each a file of its own: --report \(entry.format.rawValue)=FILE")
      }
    }
  }

  /// Whether a format says the verdict in its last line on standard output.
  var saysVerdict: Bool { entries.contains { $0.file == nil && ($0.format == .text || $0.format == .plain) } }

  /// A path in one spelling, so that `a` and `./a` are the same file.
  private static func plain(_ path: String) -> String {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let directory = slash.map { String(path[...$0]) } ?? "."
    let name = slash.map { String(path[path.utf8.index(after: $0)...]) } ?? path
    guard let real = realpath(directory, nil) else { return path }
    defer { free(real) }
    return String(cString: real) + "/" + name
  }
}

/// A run that cannot begin: what is wrong, and what to type.
struct Refusal: Error, Equatable {
  var message: String
  var help: String?
  /// As reports tell it.
  var incident: Incident

  init(_ message: String, help: String? = nil) {
    (self.message, self.help) = (message, help)
    incident = Incident(code: "configuration", message: message)
  }

  init(_ problem: ConfigProblem) {
    self.init(problem.description, help: problem.help)
    incident = problem.incident
  }
}
