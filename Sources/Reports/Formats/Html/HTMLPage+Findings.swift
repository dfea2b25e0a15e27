import Core
import Engine

extension HTMLPage {
  /// Rows of one table of files: longer ones are cut into several, so that a browser lays out only what is seen.
  private static let chunkedRows = 250
  /// Findings of a rule that are shown with their lines of the file; the others get a row each.
  private static let excerpts = 50

  /// Neighbours of the same rule and severity.
  func byRule(_ items: [ReportItem]) -> [ArraySlice<ReportItem>] {
    var groups: [ArraySlice<ReportItem>] = []
    var start = items.startIndex
    while start < items.endIndex {
      let finding = items[start].finding
      var end = start + 1
      while end < items.endIndex, items[end].finding.rule == finding.rule,
        items[end].finding.severity == finding.severity
      { end += 1 }
      groups.append(items[start..<end])
      start = end
    }
    return groups
  }

  /// The findings of one rule and severity.
  mutating func write(_ items: ArraySlice<ReportItem>, in target: Target) {
    guard let first = items.first else { return }
    let findings = items.map(\.finding)
    let severity = first.finding.severity.rawValue
    out.markup("<article class=\"\(severity)\" data-count=\"\(items.count)\">\n<p class=\"head\">")
    out.markup("<span class=\"sev \(severity)\">\(severity)</span> ")
    out.element("code", first.finding.rule.description)
    let controls = (first.info?.controls ?? []).map(spoken).joined(separator: " · ")
    if !controls.isEmpty { out.element("span class=\"controls\"", controls) }
    out.markup("</p>\n")
    out.element("h4", items.count == 1 ? first.finding.message : "\(first.title): \(counted(items.count, "finding"))")
    let inTable = findings.filter { $0.detail != nil }
    writeFiles(inTable, layers: target.layers.count)
    if items.count == 1 {
      write(single: first.finding, in: target)
    } else {
      write(several: findings.filter { $0.detail == nil }, in: target)
    }
    writeNotes(findings, in: target)
    if let why = first.info?.why, !why.isEmpty {
      out.element("p class=\"label\"", "Why")
      out.element("p", why)
    }
    writeFix(findings, first.info, in: target)
    out.markup("</article>\n")
  }

  private mutating func write(single finding: Finding, in target: Target) {
    let remarks = BlockRemarks([finding], isVerbose: true, layers: target.layers.count, style: text.style)
    if finding.detail == nil, let place = remarks.placeText(finding.place) {
      out.element("p class=\"where\"") { out in
        out.element("code", place)
        if let cause = finding.cause { out.element("span class=\"dim\"", " from \(cause)") }
      }
    }
    writeExcerpt(of: finding, isSingle: true, in: target)
    writeEvidence(remarks.told(finding))
  }

  /// Places with excerpts for the first ones, then rows.
  private mutating func write(several findings: [Finding], in target: Target) {
    guard let first = findings.first else { return }
    let style = text.style
    let remarks = BlockRemarks(findings, isVerbose: true, layers: target.layers.count, style: text.style)
    let inFull = first.isInSource ? findings.prefix(HTMLPage.excerpts) : []
    for finding in inFull {
      out.element("p class=\"where\"") { out in
        out.element("code", remarks.placeText(finding.place) ?? "")
        out.text(" " + finding.message)
      }
      writeExcerpt(of: finding, isSingle: false, in: target)
    }
    for chunk in chunks(findings.dropFirst(inFull.count)) {
      out.markup("<div class=\"chunk\">")
      out.table("places", label: "Places", columns: ["Place", "What is wrong", "Added by"]) { out in
        for finding in chunk {
          out.element("tr") { out in
            out.element("td") { out in out.element("code", HTMLPage.path(of: finding.place)) }
            out.element("td") { out in
              out.text(finding.message)
              for line in finding.evidence where !remarks.sharesEvidence { out.element("div class=\"dim mono\"", line) }
            }
            out.element("td", HTMLPage.addedBy(finding.layer, layers: target.layers.count, style: style))
          }
        }
      }
      out.markup("</div>\n")
    }
    if remarks.sharesEvidence { writeEvidence(remarks.told(first)) }
  }

  private mutating func writeFiles(_ findings: [Finding], layers: Int) {
    guard !findings.isEmpty else { return }
    let style = text.style
    let remarks = BlockRemarks(findings, isVerbose: true, layers: layers, style: text.style)
    for chunk in chunks(text.ownFirst(findings)[...]) {
      out.markup("<div class=\"chunk\">")
      out.table("files", label: "Files", columns: ["Mode", "Owner", "Path", "Package", "Added by"]) { out in
        for finding in chunk {
          guard let detail = finding.detail else { continue }
          out.element("tr") { out in
            out.element("td class=\"mono\"", detail.mode)
            out.element("td", detail.owner)
            out.element("td") { out in
              out.element("code", HTMLPage.path(of: finding.place))
              if remarks.messagesDiffer { out.element("div", finding.message) }
              guard findings.count > 1, !remarks.sharesEvidence else { return }
              for line in remarks.told(finding) { out.element("div class=\"dim\"", line) }
            }
            out.element("td", detail.package ?? "none")
            out.element("td", HTMLPage.addedBy(finding.layer, layers: layers, style: style))
          }
        }
      }
      out.markup("</div>\n")
    }
    if findings.count > 1, let first = findings.first, remarks.sharesEvidence { writeEvidence(remarks.told(first)) }
  }

  private func chunks(_ findings: ArraySlice<Finding>) -> [ArraySlice<Finding>] {
    stride(from: findings.startIndex, to: findings.endIndex, by: HTMLPage.chunkedRows).map { start in
      findings[start..<min(start + HTMLPage.chunkedRows, findings.endIndex)]
    }
  }

  private static func path(of place: Place) -> String {
    switch place {
    case .image: "image"
    case .config(let pointer): "image config " + pointer
    case .file(let path, _, let line): path.description + (line.map { ":\($0)" } ?? "")
    case .source(let file, let range): spoken(file, range.start)
    }
  }

  /// Such as `own layer 8/12, Dockerfile:14, RUN apt-get …`.
  private static func addedBy(_ layer: LayerRef?, layers: Int, style: TerminalStyle) -> String {
    guard let layer else { return "unknown" }
    let origin = layer.origin == .unknown ? "" : layer.origin.rawValue + " "
    let step = layer.createdBy.map { style.shortened(Sanitized(instruction($0)).description, to: 60) }
    return ([origin + layer.position(of: layers), layer.source?.description, step] as [String?])
      .compactMap(\.self).joined(separator: ", ")
  }

  private mutating func writeEvidence(_ lines: [String]) {
    guard !lines.isEmpty else { return }
    out.element("ul class=\"facts\"") { out in
      for line in lines { out.element("li", line) }
    }
  }

  /// Lines of the file as the text report shows them, secrets masked; nothing when the file is not known.
  private mutating func writeExcerpt(of finding: Finding, isSingle: Bool, in target: Target) {
    let gutter = SourceGutter(last: text.greatestLine([finding], in: target), style: text.style)
    let lines = text.excerpt(of: finding, isSingle: isSingle, gutter: gutter, in: target)
    writeCode(lines) { line in
      let signs = Array(line.utf8.drop { $0 == 0x20 }.dropFirst().drop { $0 == 0x20 }.prefix(2))
      guard line.utf8.first(where: { $0 != 0x20 }) == UInt8(ascii: "|") else { return nil }
      return signs.first == UInt8(ascii: "^") ? "mark" : "note"
    }
  }

  /// Lines of code, some of a kind of their own.
  private mutating func writeCode(_ lines: [String], kind: (String) -> String?) {
    guard !lines.isEmpty else { return }
    out.markup("<pre tabindex=\"0\"><code>")
    for line in lines {
      if let kind = kind(line) {
        out.markup("<span class=\"\(kind)\">")
        out.text(line)
        out.markup("</span>\n")
      } else {
        out.text(line)
        out.markup("\n")
      }
    }
    out.markup("</code></pre>\n")
  }

  private mutating func writeNotes(_ findings: [Finding], in target: Target) {
    var seen: Set<Note> = []
    let remarks = BlockRemarks([], isVerbose: true, layers: target.layers.count, style: text.style)
    let notes = findings.flatMap(\.notes).filter { seen.insert($0).inserted }
    writeEvidence(
      notes.map { note in note.message + (note.place.flatMap(remarks.placeText).map { " (\($0))" } ?? "") })
  }

  /// What to type: words as words, instructions as a block to copy, and the changes of the file.
  private mutating func writeFix(_ findings: [Finding], _ info: RuleInfo?, in target: Target) {
    let lines = text.help(findings, info).flatMap { $0.utf8.split(separator: 0x0A).map { String(Substring($0)) } }
    if !lines.isEmpty { out.element("p class=\"label\"", "Fix") }
    var code: [String] = []
    for line in lines {
      if text.isInstruction(line) {
        code.append(line)
      } else {
        writeCopy(code)
        code = []
        out.element("p", line)
      }
    }
    writeCopy(code)
    for line in text.changes(findings.compactMap(\.change)) { out.element("p", "Where: \(line)") }
    let gutter = SourceGutter(last: text.greatestLine(findings, in: target), style: text.style)
    let shown = Array(findings.prefix(HTMLPage.excerpts))
    writeCode(Array(text.changes(shown, of: findings.count, gutter: gutter, in: target).dropFirst())) { line in
      switch line.utf8.first(where: { $0 != 0x20 && !(48...57).contains($0) }) {
      case UInt8(ascii: "+"): "plus"
      case UInt8(ascii: "-"): "minus"
      default: nil
      }
    }
  }

  private mutating func writeCopy(_ lines: [String]) {
    guard !lines.isEmpty else { return }
    out.markup("<div class=\"fix\"><pre class=\"copy\" tabindex=\"0\">")
    out.text(lines[0])
    for line in lines.dropFirst() {
      out.markup("\n")
      out.text(line)
    }
    out.markup("</pre></div>\n")
  }
}

extension Finding {
  /// Whose layers it is in; for several files, the image's own when one of them is.
  var origin: LayerOrigin? {
    guard let group else { return layer?.origin }
    return group.own > 0 ? .own : group.base > 0 ? .base : nil
  }
}
