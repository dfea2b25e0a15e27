import Core
import Engine

extension HTMLPage {
  /// The section of a target: what it is, its layers, its findings, what does not count.
  mutating func write(_ target: Target, _ index: Int, _ items: [ReportItem]) {
    out.markup("<section class=\"card\" id=\"target-\(index + 1)\" aria-labelledby=\"name-\(index + 1)\">")
    out.element("h2 id=\"name-\(index + 1)\"", target.name)
    writeFacts(target)
    let counted = items.filter { $0.suppression == nil }
    if !target.layers.isEmpty { writeLayers(target, counted) }
    out.element("h3", "Findings")
    let shown = counted.filter { $0.finding.severity >= shownFrom }
    if shown.isEmpty {
      let isJudged = target.ruleCount > 0
      out.element("p", isJudged ? "None to show: \(Reports.counted(target.ruleCount, "rule"))." : "Not judged.")
    }
    for group in byRule(shown) { write(group, in: target) }
    writeList("Warnings", target.warnings.map { $0.located(in: target) })
    writeSuppressed(items.filter { $0.suppression != nil }, in: target)
    out.markup("</section>\n")
  }

  private mutating func writeFacts(_ target: Target) {
    var facts: [(String, String, isCode: Bool)] = []
    func add(_ name: String, _ value: String?, isCode: Bool = false) {
      if let value { facts.append((name, value, isCode)) }
    }
    add("Kind", target.kindName)
    add("Reference", target.reference)
    add("Platform", target.platform)
    add("Image ID", target.digest, isCode: true)
    add("Base", target.baseDecision)
    add("Files", target.fileCount > 0 ? grouped(target.fileCount) : nil)
    add("Rules", target.ruleCount > 0 ? String(target.ruleCount) : nil)
    add("Profile", target.profile.rawValue)
    add("Configuration", target.configFile)
    add("Fails at", (target.failOn ?? model.outcome.gate.failOn).rawValue + " and above")
    out.element("dl class=\"facts\"") { out in
      for fact in facts {
        out.element("dt", fact.0)
        out.element("dd") { out in if fact.isCode { out.element("code", fact.1) } else { out.text(fact.1) } }
      }
    }
  }

  /// Above so many layers the bar has no numbers.
  private static let numberedLayers = 40

  private mutating func writeLayers(_ target: Target, _ items: [ReportItem]) {
    var numbers = [Int](repeating: 0, count: target.layers.count)
    for item in items {
      let layers = item.finding.group?.files.map(\.layer) ?? [item.finding.layer]
      for case let layer? in layers where numbers.indices.contains(layer.index) { numbers[layer.index] += 1 }
    }
    func count(_ origin: LayerOrigin) -> Int { target.layers.count { $0.origin == origin } }
    out.element("h3", "Layers")
    let isLong = target.layers.count > HTMLPage.numberedLayers
    out.element("ol class=\"bar\(isLong ? " many" : "")\" aria-hidden=\"true\"") { out in
      for layer in target.layers {
        out.markup("<li class=\"\(layer.origin.rawValue)\" title=\"Layer \(layer.index + 1)\">\(layer.index + 1)</li>")
      }
    }
    out.element("p class=\"legend\"") { out in
      for (origin, words) in [
        (LayerOrigin.base, "from the base image"), (.own, "added by this image"), (.unknown, "of unknown origin"),
      ] where count(origin) > 0 {
        out.markup("<span><span class=\"key \(origin.rawValue)\"></span>")
        out.markup("\(Reports.counted(count(origin), "layer")) \(words)</span>\n")
      }
    }
    out.markup("<details open><summary>All layers, bottom first</summary>\n")
    let columns = ["Layer", "Origin", "Files found", "Written by", "Dockerfile"]
    out.table("layers", label: "Layers", columns: columns) { out in
      for layer in target.layers {
        out.element("tr") { out in
          out.markup("<th scope=\"row\">\(layer.index + 1)</th><td>\(layer.origin.rawValue)</td>")
          let number = numbers.indices.contains(layer.index) ? numbers[layer.index] : 0
          out.markup("<td>\(number > 0 ? grouped(number) : "–")</td>")
          let step = layer.createdBy.map { text.style.shortened(Sanitized(instruction($0)).description, to: 160) }
          out.element("td") { out in if let step { out.element("code", step) } else { out.text("unknown") } }
          out.element("td", layer.source?.description ?? "–")
        }
      }
    }
    out.markup("</details>\n")
  }

  private mutating func writeSuppressed(_ items: [ReportItem], in target: Target) {
    guard !items.isEmpty else { return }
    out.element("h3", "Suppressed")
    out.element("p class=\"dim\"", "These findings do not count.")
    let columns = ["Severity", "Rule", "Finding", "Suppressed by", "Reason", "Until"]
    out.table("suppressed", label: "Suppressed findings", columns: columns) { out in
      for item in items {
        guard let suppression = item.suppression else { continue }
        out.element("tr") { out in
          let severity = item.finding.severity.rawValue
          out.markup("<td><span class=\"sev \(severity)\">\(severity)</span></td>")
          out.element("td class=\"keep\"", item.finding.rule.description)
          out.element("td") { out in
            out.text(item.placedMessage)
            if case .source = item.finding.place { out.element("div class=\"dim mono\"", item.placeName) }
          }
          out.element("td", suppression.source)
          out.element("td", suppression.reason ?? "none given")
          out.element("td class=\"keep\"", suppression.expires?.description ?? "no end")
        }
      }
    }
  }
}
