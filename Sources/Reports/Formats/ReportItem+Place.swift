import Core
import Engine

extension ReportItem {
  /// Where it is in its target, in one word fit for every terminal: `Dockerfile:18:1`, `/usr/bin/su`, `/config/User`.
  var placeName: String {
    switch finding.place {
    case .image: "image"
    case .config(let pointer): Sanitized(pointer).description
    case .file(let path, _, let line?): Sanitized("\(path):\(line)").description
    case .file(let path, _, nil): Sanitized(path.description).description
    case .source(let file, let range): Sanitized(spoken(file, range.start)).description
    }
  }

  /// The message, with the place in the image behind it where it does not speak of it already.
  var placedMessage: String {
    let message = message
    guard let path = pathInImage.map({ Sanitized($0).description }), !message.holds(path) else { return message }
    return message + " (\(path))"
  }

  /// What to type or change, by lines fit for every terminal.
  ///
  /// A line feed in a finding's own advice may come from a file name, so only those of the rule break lines.
  var helpLines: [String] {
    if !finding.fix.isEmpty { return [Sanitized(finding.fix).description] }
    return (info?.fix ?? "").utf8.split(separator: 0x0A).map { Sanitized(String(Substring($0))).description }
  }
}

extension Suppression {
  /// Why a finding does not count, such as `suppressed by config: the base needs it`, on one line.
  var words: String {
    let reason = reason.map { ": " + Sanitized($0).description } ?? ""
    return "suppressed by \(by.rawValue)" + reason + (expires.map { " (until \($0))" } ?? "")
  }
}

extension Target {
  /// Name, reference and platform, fit for every terminal.
  var fullName: String {
    Sanitized([name, reference, platform].compactMap { $0 }.joined(separator: " ")).description
  }
}

extension Incident {
  /// What is said of a run that had nothing to look at.
  static let nothingToScan = "there was nothing to scan"

  /// The message with its place or layer, on one line fit for every terminal.
  func words(in target: Target) -> String { Sanitized(located(in: target)).description }
}

extension ReportModel {
  /// The items of each target, in the order of the targets.
  var itemsByTarget: [ArraySlice<ReportItem>] {
    var parts: [ArraySlice<ReportItem>] = []
    parts.reserveCapacity(targets.count)
    var start = items.startIndex
    for target in targets.indices {
      var end = start
      while end < items.endIndex, items[end].target == target { end += 1 }
      parts.append(items[start..<end])
      start = end
    }
    return parts
  }

  /// Findings that count and are for people to see: those at or above the least severity that was asked for.
  var shown: some Sequence<ReportItem> {
    items.lazy.filter { $0.suppression == nil && $0.finding.severity >= outcome.gate.minSeverity }
  }

  /// How many findings do not count.
  var suppressedCount: Int { targets.reduce(0) { $0 + $1.suppressed.count } }

  /// The verdict line without its glyph, such as `failed: 3 errors at or above medium (exit 1)`.
  ///
  /// - Parameter style: how it may look; colour is left out.
  func verdict(_ style: TerminalStyle = TerminalStyle(), verbose: Bool = false) -> String {
    var style = style
    style.color = false
    let line = TextReport(style: style, verbose: verbose).verdict(outcome)
    return String(line.drop { $0 != " " }.dropFirst())
  }
}
