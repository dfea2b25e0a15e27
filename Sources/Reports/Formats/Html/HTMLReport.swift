import Core
import Engine

/// One self-contained page for people: attached to tickets and audits, read in a browser, printed.
///
/// It fetches nothing, and its content security policy allows no script or style but its own. Without scripts all is
/// there and the filter works; scripts count what it shows and copy.
struct HTMLReport: DataReport {
  func render(_ model: ReportModel) -> [UInt8] {
    var page = HTMLPage(model)
    page.write()
    return page.out.bytes
  }
}

/// The page while it is made.
struct HTMLPage {
  let model: ReportModel
  /// What words and excerpts are taken from.
  let text: TextReport
  var out = HTMLWriter()

  /// With more findings a browser lays out only what is seen.
  private static let longFrom = 200
  static let severities = Severity.allCases.sorted(by: >)

  init(_ model: ReportModel) {
    self.model = model
    text = TextReport(style: TerminalStyle(), listAll: true, rules: Array(model.rules.values))
  }

  /// One word: `passed`, `failed` or `incomplete`.
  private var verdict: String {
    model.outcome.hasPassed ? "passed" : model.outcome.isComplete ? "failed" : "incomplete"
  }

  /// Findings below it are only counted: what the user asked for; the filter is there for notes.
  var shownFrom: Severity {
    let asked = model.outcome.gate.minSeverity
    return asked <= .low ? .info : asked
  }

  /// How many findings of a severity the page shows.
  private func count(_ severity: Severity) -> Int { severity < shownFrom ? 0 : model.outcome.count(severity) }

  mutating func write() {
    let single = model.targets.count == 1 ? model.targets.first : nil
    let subject = single.map { $0.reference ?? $0.name } ?? counted(model.targets.count, model.outcome.noun)
    out.markup("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
    out.markup("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ")
    out.markup("style-src 'sha256-\(HTMLStyle.digest)'; script-src 'sha256-\(HTMLScript.digest)'; ")
    out.markup("base-uri 'none'; form-action 'none'\">\n")
    out.markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
    out.markup("<meta name=\"referrer\" content=\"no-referrer\">\n")
    out.element("title", "\(subject): \(verdict) – \(Tool.name)")
    out.markup("<style>\(HTMLStyle.text)</style>\n</head>\n<body>\n")
    out.markup("<a class=\"skip\" href=\"#report\">Skip to the report</a>\n")
    writeHeader()
    out.markup("<main class=\"wrap\(model.items.count > HTMLPage.longFrom ? " long" : "")\" id=\"report\">\n")
    out.element("h1", "Container hardening report")
    out.element("p class=\"lead\"", subject)
    writeIncidents()
    writeVerdict()
    writeSummary()
    let parts = model.itemsByTarget
    for (index, target) in model.targets.enumerated() { write(target, index, Array(parts[index])) }
    out.markup("</main>\n<footer class=\"wrap\">")
    out.element("p", "Made by \(Tool.name) \(Tool.version). `\(Tool.name) explain RULE` says more about a rule.")
    out.markup("</footer>\n<div class=\"hush\" id=\"said\" role=\"status\"></div>\n")
    out.markup("<script>\(HTMLScript.text)</script>\n</body>\n</html>\n")
  }

  private mutating func writeHeader() {
    out.markup("<header class=\"top\"><div class=\"wrap\">\n")
    out.element("p class=\"brand\"", Tool.name)
    out.element("span class=\"badge \(verdict)\"", verdict)
    out.markup("<fieldset><legend class=\"hush\">Show findings by severity</legend>\n")
    for severity in HTMLPage.severities {
      let name = severity.rawValue
      let number = count(severity)
      out.markup("<label><input type=\"checkbox\" id=\"show-\(name)\" data-severity=\"\(name)\" ")
      out.markup("data-count=\"\(number)\" autocomplete=\"off\" checked> \(name) <b>\(grouped(number))</b></label>\n")
    }
    out.markup("</fieldset><p id=\"shown\" role=\"status\" hidden></p>\n</div></header>\n")
  }

  /// What could not be read comes before all else: the page must not look like a verdict.
  private mutating func writeIncidents() {
    let incidents = model.incidentItems
    guard !incidents.isEmpty else { return }
    out.markup("<section class=\"card incidents\" aria-labelledby=\"incidents\">")
    out.element("h2 id=\"incidents\"", "Incomplete: not all could be read")
    out.element("p", "What is behind these errors was not judged, so there may be more findings than are listed here.")
    out.markup("<ul>\n")
    for item in incidents {
      let target = item.target.map { model.targets[$0] }
      out.element("li") { out in
        if model.targets.count > 1, let target {
          out.element("strong", target.name)
          out.markup(": ")
        }
        out.text(target.map { item.incident.located(in: $0) } ?? item.message)
        if let help = item.incident.help { out.element("p class=\"dim\"", help) }
      }
    }
    out.markup("</ul></section>\n")
  }

  private mutating func writeVerdict() {
    out.markup("<section class=\"card verdict \(verdict)\" aria-label=\"Verdict\"><p>")
    out.element("strong", verdict)
    let words = model.verdict()
    out.text(words.hasPrefix(verdict + ": ") ? String(words.dropFirst(verdict.count + 2)) : words)
    out.markup("</p>")
    let suppressed = model.suppressedCount
    var remarks: [String] = []
    if suppressed > 0 { remarks.append("\(counted(suppressed, "finding")) suppressed and listed with reasons") }
    let hidden = Severity.allCases.filter { $0 < shownFrom }.reduce(0) { $0 + model.outcome.count($1) }
    if hidden > 0 { remarks.append("\(counted(hidden, "finding")) below \(shownFrom.rawValue) not listed") }
    if model.targets.contains(where: { $0.kind == "image" && $0.ruleCount > 0 && !$0.digestsVerified }) {
      remarks.append("digests were not verified (--verify)")
    }
    if !remarks.isEmpty { out.element("p class=\"dim\"", remarks.joined(separator: " · ")) }
    out.markup("</section>\n")
  }

  private mutating func writeSummary() {
    out.markup("<section class=\"card\" aria-labelledby=\"summary\">")
    out.element("h2 id=\"summary\"", "Summary")
    var own: [Severity: Int] = [:]
    var base: [Severity: Int] = [:]
    for item in model.counted {
      switch item.finding.origin {
      case .own: own[item.finding.severity, default: 0] += 1
      case .base: base[item.finding.severity, default: 0] += 1
      case .unknown, nil: continue
      }
    }
    let columns = ["Severity", "Findings", "In own layers", "In base layers", "Suppressed"]
    out.table("counts", label: "Findings by severity", columns: columns) { out in
      for severity in HTMLPage.severities {
        let suppressed = model.targets.reduce(0) { $0 + $1.suppressed.count { $0.finding.severity == severity } }
        let all = model.outcome.count(severity)
        let numbers = [all, own[severity, default: 0], base[severity, default: 0], suppressed]
        out.element("tr") { out in
          out.markup("<th scope=\"row\"><span class=\"sev \(severity.rawValue)\">\(severity.rawValue)</span></th>")
          for number in numbers { out.markup("<td>\(grouped(number))</td>") }
        }
      }
    }
    if model.targets.count > 1 { writeTargets() }
    writeList("Warnings of the run", model.outcome.warnings.map { $0.placed })
    out.markup("</section>\n")
  }

  private mutating func writeTargets() {
    out.element("h3", "Targets")
    let columns = ["Target", "Errors", "Warnings", "Notes", "State"]
    out.table("targets counts", label: "Findings by target", columns: columns) { out in
      for (index, target) in model.targets.enumerated() {
        out.element("tr") { out in
          out.markup("<th scope=\"row\"><a href=\"#target-\(index + 1)\">")
          out.text(target.fullName)
          out.markup("</a></th>")
          for word in ["error", "warning", "note"] {
            let number = target.findings.count { $0.severity.word == word }
            out.markup("<td>\(target.ruleCount > 0 ? grouped(number) : "?")</td>")
          }
          let fails = target.findings.contains { model.outcome.isFailing($0, in: target) }
          out.element("td", !target.incidents.isEmpty ? "incomplete" : fails ? "failed" : "passed")
        }
      }
    }
  }

  /// A list with a heading; nothing when there is nothing in it.
  mutating func writeList(_ title: String, _ lines: [String]) {
    guard !lines.isEmpty else { return }
    out.element("h3", title)
    out.element("ul class=\"facts\"") { out in
      for line in lines { out.element("li", line) }
    }
  }
}
