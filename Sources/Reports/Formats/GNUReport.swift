import Core
import Engine

/// One finding a line as compilers write it, for editors, problem matchers and grep.
///
/// `path:line:col: severity: message [RULE]`, or `web.tar: severity: message [RULE]` for what is at no line of a text
/// file. Paths are as the user named them, so that an editor finds them from where it runs; columns are in bytes.
/// Severity is `error` (high and above), `warning` (medium) or `note`. Findings that do not count and those below the
/// least severity to show are left out. What could not be read is an error of the rule `scan-incomplete`.
/// Source: GNU Coding Standards, 4.4 Formatting Error Messages.
struct GNUReport: DataReport {
  func render(_ model: ReportModel) -> [UInt8] {
    var bytes: [UInt8] = []
    func add(_ place: String, _ level: String, _ message: String, _ rule: String) {
      for part in [place, ": ", level, ": ", message, " [", rule, "]\n"] { bytes += part.utf8 }
    }
    if model.targets.isEmpty { add(Tool.name, "error", Incident.nothingToScan, IncidentItem.rule.description) }
    for target in model.targets {
      for incident in target.incidents {
        add(incident.start(in: target), "error", incident.bare(in: target), IncidentItem.rule.description)
      }
    }
    for item in model.shown {
      let place = item.start(in: model.targets[item.target])
      add(place, item.level, item.placedMessage, Sanitized(item.finding.rule.description).description)
    }
    for target in model.targets {
      for warning in target.warnings {
        add(warning.start(in: target), "warning", warning.bare(in: target), warning.name)
      }
    }
    for warning in model.outcome.warnings {
      let start = warning.source ?? Tool.name
      add(start, "warning", Sanitized(warning.message).description, warning.name)
    }
    return bytes
  }
}

extension ReportItem {
  /// Where the line begins: a place in a text file, or the target's name.
  fileprivate func start(in target: Target) -> String {
    if case .source(let file, let range) = finding.place {
      return Sanitized(spoken(file, range.start)).description
    }
    guard let lines = finding.change?.lines ?? finding.cause else { return Sanitized(target.name).description }
    return Sanitized("\(lines.file):\(lines.first):1").description
  }
}

extension Incident {
  fileprivate var name: String { Sanitized(code).description }

  /// The place in a text file; nil when it is at none.
  fileprivate var source: String? {
    guard case .source(let file, let range)? = place else { return nil }
    return Sanitized(spoken(file, range.start)).description
  }

  fileprivate func start(in target: Target) -> String { source ?? Sanitized(target.name).description }

  /// The message without the place or name that the line begins with.
  fileprivate func bare(in target: Target) -> String {
    let message = Sanitized(layered(in: target)).description
    let start = start(in: target)
    for lead in [start + ": ", start + " "] where message.utf8.starts(with: lead.utf8) {
      return String(decoding: message.utf8.dropFirst(lead.utf8.count), as: UTF8.self)
    }
    return message
  }
}
