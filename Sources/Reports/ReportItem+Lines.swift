import Core
import Engine

extension ReportModel {
  /// What an image is called in a message: its reference, or the archive's name.
  func name(of target: Target) -> String {
    Sanitized(target.reference ?? (target.name == "-" ? "stdin" : target.name)).description
  }

  /// The message with what a place in a file of the repository does not say: of which image, and where in it.
  ///
  /// Such as `web:ci-8812: /usr/bin/su has mode 4755`; for a finding in a file, the message alone.
  func located(_ item: ReportItem) -> String {
    if case .source = item.finding.place { return item.message }
    var message = name(of: targets[item.target]) + ": " + item.message
    if let path = item.pathInImage {
      let shown = Sanitized(path).description
      if !message.holds(shown) { message += " (" + shown + ")" }
    }
    return message
  }

  /// The message of an incident or warning with the target's name in front where the file does not say it.
  func located(_ item: IncidentItem) -> String {
    guard let target = item.target, !item.anchor.isExact else { return item.message }
    let name = name(of: targets[target])
    return item.message.holds(name) ? item.message : name + ": " + item.message
  }

  /// Files of a finding for several that get an entry of their own where a format has one entry a file.
  static let expandedFiles = 100

  /// The items with one for each file of a finding that stands for several, up to a hundred; when there are more, the
  /// finding itself follows.
  ///
  /// Fingerprints stay different from each other.
  func expanded(_ items: some Sequence<ReportItem>) -> [ReportItem] {
    var out: [ReportItem] = []
    var seen: [String: Int] = [:]
    for item in items {
      guard let group = item.finding.group, group.files.count > 1 else {
        out.append(item)
        continue
      }
      let anchors = Anchors(targets[item.target], fallback: context.anchor)
      for (index, file) in group.files.prefix(ReportModel.expandedFiles).enumerated() {
        var one = item.of(file, index, anchor: anchors.anchor(of: file) ?? item.anchor)
        one.occurrence = seen[one.fingerprint, default: 0]
        seen[one.fingerprint] = one.occurrence + 1
        out.append(one)
      }
      if group.files.count > ReportModel.expandedFiles { out.append(item) }
    }
    return out
  }

  /// Items by severity, worst first, with those that do not count behind the others; else in their order.
  func bySeverity(_ items: [ReportItem]) -> [ReportItem] {
    var out: [ReportItem] = []
    out.reserveCapacity(items.count)
    for isCounted in [true, false] {
      for severity in Severity.allCases.sorted(by: >) {
        out += items.lazy.filter { $0.finding.severity == severity && ($0.suppression == nil) == isCounted }
      }
    }
    return out
  }
}

extension ReportItem {
  /// The item for one of the files that the finding stands for.
  fileprivate func of(_ file: GroupedFile, _ index: Int, anchor: Anchor) -> ReportItem {
    var one = self
    let path = file.path.description
    let fact = finding.evidence.indices.contains(index) ? finding.evidence[index] : path
    one.finding.message = title + ": " + (fact.holds(path) ? fact : path + ": " + fact)
    one.finding.place = .file(path: file.path, layer: file.layer)
    one.finding.evidence = finding.evidence.indices.contains(index) ? [fact] : []
    one.finding.group = nil
    one.fingerprint = Fingerprint.of(file, of: finding)
    one.anchor = anchor
    return one
  }

  /// The anchor's lines and columns as a format can say them; nil when it is the file as a whole.
  var region: Region? { anchor.range.map { Region($0) } }

  /// Lines of a file, with columns when they are a part of them.
  struct Region: Sendable, Equatable {
    /// 1-based, the last one included.
    var firstLine: Int
    var lastLine: Int
    /// 1-based bytes, the end excluded; nil when the lines are whole or there is nothing between the ends.
    var columns: Columns?

    /// The end may be less than the start when it is on another line.
    struct Columns: Sendable, Equatable {
      var start: Int
      var end: Int
    }

    init(_ range: SourceRange) {
      firstLine = max(1, range.start.line)
      let isWhole = range.end.column <= 1 && range.end.line > range.start.line
      lastLine = max(firstLine, isWhole ? range.end.line - 1 : range.end.line)
      guard !isWhole, range.start.column >= 1, range.start < range.end else { return }
      columns = Columns(start: range.start.column, end: range.end.column)
    }
  }
}
