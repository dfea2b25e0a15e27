import Core
import Engine

/// The report for pull requests and step summaries, in GitHub's markdown.
///
/// The verdict comes first, then what could not be read, a table of the targets, and the findings by severity and rule,
/// with evidence and advice folded. Text of a subject is escaped: it makes no structure, no link and calls nobody.
/// Findings below the least severity to show are left out; those that do not count are counted, and listed when
/// `ReportContext.showsSuppressed` says so.
struct MarkdownReport: DataReport {
  /// Bytes that the report keeps within, by leaving out findings and saying so; nil for no limit.
  private let limit: Int?

  /// Findings of one rule and severity that are not folded away.
  static let openRows = 10
  /// Lines of evidence of one rule and severity.
  static let evidenceLines = 50
  /// Targets in the table.
  static let tableRows = 100
  /// Bytes of a message or name, and of a line of evidence.
  static let longestText = 1_000

  init(limit: Int? = nil) { self.limit = limit }

  func render(_ model: ReportModel) -> [UInt8] {
    var page = MarkdownPage(limit: limit)
    let verdict = model.verdict()
    let colon = verdict.firstIndex(of: ":") ?? verdict.endIndex
    page.add("**imgscan \(verdict[..<colon])**\(verdict[colon...])\n")
    addIncidents(model, to: &page)
    addTable(model, to: &page)
    var left = 0
    for severity in Severity.allCases.sorted(by: >) where severity >= model.outcome.gate.minSeverity {
      addFindings(severity, model, to: &page, left: &left)
    }
    if left > 0 { page.end("_\(counted(left, "more finding")) left out, for the report would be too long._\n") }
    addWarnings(model, to: &page)
    addSuppressed(model, to: &page)
    return page.bytes
  }

  private func addIncidents(_ model: ReportModel, to page: inout MarkdownPage) {
    let incidents = model.incidentItems
    guard !incidents.isEmpty else { return }
    page.add("\n### Could not be read\n\n")
    var written = 0
    for item in incidents {
      let place = item.anchor.isExact ? code("\(item.anchor.file):\(item.anchor.line):\(item.anchor.column)") + " " : ""
      guard page.add("- \(place)\(prose(model.located(item)))\n") else { break }
      written += 1
    }
    if written < incidents.count { page.end("- and \(grouped(incidents.count - written)) more\n") }
  }

  /// One row a target; of many, those with something to say.
  private func addTable(_ model: ReportModel, to page: inout MarkdownPage) {
    let all = Array(model.targets.enumerated())
    let isLong = all.count > MarkdownReport.tableRows
    let listed = isLong ? all.filter { !$1.findings.isEmpty || !$1.incidents.isEmpty } : all
    guard !listed.isEmpty else { return }
    page.add("\n| Target | Errors | Warnings | Notes | Suppressed | Result |\n|:--|--:|--:|--:|--:|:--|\n")
    var written = 0
    for (_, target) in listed.prefix(MarkdownReport.tableRows) {
      let names = [target.name, target.reference, target.platform].compactMap { $0 }
      let name = names.map { MarkdownText.cell(MarkdownText.cut($0, to: 200)) }.joined(separator: " ")
      let counts = ["error", "warning", "note"].map { word in
        target.ruleCount > 0 || target.incidents.isEmpty
          ? grouped(target.findings.count { $0.severity.word == word }) : "?"
      }
      let cells = [name] + counts + [grouped(target.suppressed.count), result(target, model.outcome)]
      guard page.add("| " + cells.joined(separator: " | ") + " |\n") else { break }
      written += 1
    }
    let rest = [(listed.count - written, ""), (all.count - listed.count, " without findings")].filter { $0.0 > 0 }
      .map { counted($0.0, "more target") + $0.1 }
    if !rest.isEmpty { page.end("\n\(rest.joined(separator: ", ")).\n") }
  }

  private func result(_ target: Target, _ outcome: Outcome) -> String {
    if !target.incidents.isEmpty { return "not read completely" }
    return target.findings.contains { outcome.isFailing($0, in: target) } ? "**failed**" : "passed"
  }

  /// The findings of a severity, by rule.
  private func addFindings(_ severity: Severity, _ model: ReportModel, to page: inout MarkdownPage, left: inout Int) {
    let items = model.counted.filter { $0.finding.severity == severity }
    guard !items.isEmpty else { return }
    let title = severity.rawValue.prefix(1).uppercased() + severity.rawValue.dropFirst()
    page.add("\n### \(title) (\(grouped(items.count)))\n")
    let groups = Dictionary(grouping: items, by: \.finding.rule)
    for (_, group) in groups.sorted(by: { $0.key < $1.key }) {
      left += group.count - MarkdownGroup(items: group, model: model).write(to: &page)
    }
  }

  private func addWarnings(_ model: ReportModel, to page: inout MarkdownPage) {
    let warnings = model.warningItems
    guard !warnings.isEmpty, page.add("\n### Warnings\n\n") else { return }
    for item in warnings {
      let place = item.anchor.isExact ? code("\(item.anchor.file):\(item.anchor.line)") + " " : ""
      guard page.add("- \(place)\(prose(model.located(item)))\n") else { return }
    }
  }

  private func addSuppressed(_ model: ReportModel, to page: inout MarkdownPage) {
    guard model.suppressedCount > 0 else { return }
    let count = counted(model.suppressedCount, "finding") + " suppressed"
    guard model.context.showsSuppressed else {
      page.end("\n\(count).\n")
      return
    }
    guard page.open("\(count)") else { return }
    for item in model.items {
      guard let suppression = item.suppression else { continue }
      let rule = code(item.finding.rule.description)
      let line = "- \(rule) \(prose(model.located(item))), \(code(item.placeName)): \(prose(suppression.words))\n"
      guard page.add(line) else { break }
    }
    page.close()
  }
}

private func prose(_ text: String) -> String {
  MarkdownText.prose(MarkdownText.cut(text, to: MarkdownReport.longestText))
}

private func code(_ text: String) -> String {
  MarkdownText.code(MarkdownText.cut(text, to: MarkdownReport.longestText))
}

/// The findings of one rule and severity.
private struct MarkdownGroup {
  let items: [ReportItem]
  let model: ReportModel

  /// - Returns: how many findings there was room for.
  func write(to page: inout MarkdownPage) -> Int {
    guard let first = items.first else { return 0 }
    let count = items.count > 1 ? ", \(counted(items.count, "finding"))" : ""
    guard page.add("\n**\(code(first.finding.rule.description))** \(prose(first.title))\(count)\n\n") else { return 0 }
    var written = 0
    for item in items.prefix(MarkdownReport.openRows) {
      guard page.add(row(item)) else { return written }
      written += 1
    }
    if items.count > written, page.open("\(grouped(items.count - written)) more") {
      for item in items.dropFirst(written) {
        guard page.add(row(item)) else { break }
        written += 1
      }
      page.close()
    }
    writeDetails(to: &page)
    return written
  }

  private func row(_ item: ReportItem) -> String {
    var line = "- "
    if case .source = item.finding.place {
      line += code("\(item.anchor.file):\(item.anchor.line):\(item.anchor.column)") + " " + prose(item.message)
    } else {
      line += code(model.name(of: model.targets[item.target])) + " " + prose(item.placedMessage)
    }
    if let layer = item.finding.layer {
      let total = model.targets[item.target].layers.count
      line += " (\(layer.position(of: total))\(layer.origin == .unknown ? "" : ", " + layer.origin.rawValue))"
    }
    if let cause = item.finding.cause { line += ", caused by " + code(cause.description) }
    return line + "\n"
  }

  private func writeDetails(to page: inout MarkdownPage) {
    let evidence = items.flatMap { item in item.finding.evidence.prefix(MarkdownReport.evidenceLines).map { (item, $0) }
    }
    let help = helpLines
    guard let first = items.first, !evidence.isEmpty || !help.isEmpty else { return }
    guard page.open(evidence.isEmpty ? "What to do" : "Evidence and what to do") else { return }
    if let why = first.info?.why, !why.isEmpty { page.add("Why: \(prose(why))\n\n") }
    for (item, line) in evidence.prefix(MarkdownReport.evidenceLines) {
      page.add("- " + (items.count > 1 ? code(item.placeName) + ": " : "") + code(line) + "\n")
    }
    let more = items.reduce(0) { $0 + $1.finding.evidence.count } - MarkdownReport.evidenceLines
    if more > 0 { page.add("- \(counted(more, "more line"))\n") }
    if !help.isEmpty { page.add((evidence.isEmpty ? "" : "\n") + "What to do:\n\n" + help.joined()) }
    page.close()
  }

  /// The advice of these findings where they agree on few, else the rule's; a list.
  private var helpLines: [String] {
    let text = TextReport(style: TerminalStyle())
    return text.help(items.lazy.map(\.finding), items.first?.info)
      .flatMap { advice in
        advice.utf8.split(separator: 0x0A).map { String(Substring($0)) }
      }
      .map { "- " + (text.isInstruction($0) ? code($0) : prose($0)) + "\n" }
  }
}
