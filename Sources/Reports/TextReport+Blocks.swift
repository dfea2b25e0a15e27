import Core
import Engine
import Rules

extension TextReport {
  /// One block a rule, the worst first.
  func blocks(of findings: [Finding], in target: Target) -> [[String]] {
    byRule(findings).map { group in
      group.allSatisfy(\.isInSource) ? sourceBlock(group, in: target) : block(group, layers: target.layers.count)
    }
  }

  /// One line each; many of one rule are cut.
  func briefLines(_ findings: [Finding]) -> [String] {
    let idWidth = findings.map { columnCount($0.rule.description) }.max() ?? 0
    var lines: [String] = []
    for group in byRule(findings) {
      let kept = listsAll || isVerbose ? group.count : TextReport.briefRows
      for finding in ownFirst(group).prefix(kept) {
        let id = finding.rule.description
        let fill = blanks(max(0, idWidth - columnCount(id)))
        let word = finding.severity == .info ? "info" : "low "
        let start = "\(style.ink(.note, word)) \(style.safe(id))\(fill)  "
        lines.append(start + place(finding) + style.safe(finding.message) + origin(finding))
      }
      if group.count > kept {
        let blank = blanks(5 + idWidth + 2)
        lines.append("\(blank)\(style.ellipsis) \(grouped(group.count - kept)) more (--all to list)")
      }
    }
    return lines
  }

  /// Findings by rule; the rule with the worst finding first, then by id. Within a rule the order is kept.
  private func byRule(_ findings: [Finding]) -> [[Finding]] {
    Dictionary(grouping: findings, by: \.rule).values.sorted { left, right in
      let (worstLeft, worstRight) = (worst(left), worst(right))
      if worstLeft != worstRight { return worstLeft > worstRight }
      return (left.first?.rule ?? "") < (right.first?.rule ?? "")
    }
  }

  func worst(_ findings: [Finding]) -> Severity { findings.map(\.severity).max() ?? .info }

  private func place(_ finding: Finding) -> String {
    guard case .source(let file, let range) = finding.place else { return "" }
    return style.safe(spoken(file, range.start)) + "  "
  }

  private func origin(_ finding: Finding) -> String {
    if let group = finding.group, group.own + group.base > 1 { return " (\(group.own) own, \(group.base) base)" }
    guard let origin = finding.layer?.origin, origin != .unknown else { return "" }
    return " (\(origin.rawValue))"
  }

  /// The image's own first, then the worst first, then by the order given.
  func ownFirst(_ findings: [Finding]) -> [Finding] {
    findings.enumerated().sorted { left, right in
      let (ownLeft, ownRight) = (left.element.isOwn, right.element.isOwn)
      if ownLeft != ownRight { return ownLeft }
      if left.element.severity != right.element.severity { return left.element.severity > right.element.severity }
      return left.offset < right.offset
    }.map(\.element)
  }

  private func block(_ findings: [Finding], layers: Int) -> [String] {
    guard let first = findings.first else { return [] }
    let info = info(first.rule)
    let kept = Array(ownFirst(findings).prefix(listsAll ? findings.count : TextReport.listedRows))
    let remarks = BlockRemarks(findings, isVerbose: isVerbose, layers: layers, style: style)
    var lines = [heading(findings, info)]
    lines += fileTable(kept.filter { $0.detail != nil }, layers: layers)
    for finding in kept { lines += remarks.lines(on: finding) }
    if remarks.sharesEvidence { lines += remarks.told(first).map { "  " + style.safe($0) } }
    if findings.count > kept.count {
      lines.append("  \(style.ellipsis) \(grouped(findings.count - kept.count)) more (--all to list)")
    }
    if kept.contains(where: { $0.detail != nil && $0.isOwn }) {
      lines.append("  ! = added or changed by this image's own layers")
    }
    lines += remarks.notes(kept)
    lines += prose("why", info.map { [$0.why] } ?? [])
    lines += prose("help", help(findings, info))
    lines += prose("where", changes(findings.compactMap(\.change)))
    return lines
  }

  func heading(_ findings: [Finding], _ info: RuleInfo?) -> String {
    guard let first = findings.first else { return "" }
    let severity = worst(findings)
    let start = "\(severity.word)[\(style.safe(first.rule.description))]"
    let controls = controls(of: info) ?? ""
    let subject = ": " + (findings.count == 1 ? style.safe(first.message) : title(of: findings, info))
    guard !controls.isEmpty else { return style.ink(severity.ink, start) + style.ink(.strong, subject) }
    let used = columnCount(start + subject) + columnCount(controls)
    let gap = blanks(max(4, style.proseWidth - used))
    return style.ink(severity.ink, start) + style.ink(.strong, subject) + gap + style.ink(.faint, controls)
  }

  private func title(of findings: [Finding], _ info: RuleInfo?) -> String {
    // What all of them say is more than what their rule is about, and would be said nowhere else.
    let message = findings.first?.message ?? ""
    let isShared = findings.allSatisfy { $0.isInSource && $0.message == message }
    let title = style.safe(isShared ? message : info?.title ?? message)
    let isOfFiles = findings.allSatisfy { $0.layer != nil || $0.detail != nil }
    var text = "\(title): \(counted(findings.count, isOfFiles ? "file" : "finding"))"
    let (own, base) = (findings.count { $0.isOwn }, findings.count { $0.layer?.origin == .base })
    if own + base == findings.count { text += " (\(own) own, \(base) base)" }
    return text
  }

  /// The lines of the Dockerfile that are to be changed, by what is to be done: `change Dockerfile:7, 12`.
  func changes(_ changes: [DockerfileChange]) -> [String] {
    let words: [(DockerfileChange.Kind, String)] = [
      (.change, "change"), (.addBefore, "add it before"), (.addAfter, "add it after"),
    ]
    return words.flatMap { kind, word in
      let ofKind = changes.filter { $0.kind == kind }
      let files = Set(ofKind.map(\.lines.file)).sorted()
      return files.map { file in
        let numbers = Set(
          ofKind.filter { $0.lines.file == file }.map { kind == .addAfter ? $0.lines.last : $0.lines.first })
        let kept = numbers.sorted().prefix(TextReport.listedRows).map { String($0) }
        let more = numbers.count > kept.count ? ", \(style.ellipsis)" : ""
        return "\(word) \(Sanitized(file)):" + kept.joined(separator: ", ") + more
      }
    }
  }

  private func fileTable(_ findings: [Finding], layers: Int) -> [String] {
    guard !findings.isEmpty else { return [] }
    var rows: [(cells: [String], step: String)] = []
    for finding in findings {
      guard case .file(let path, let layer, _) = finding.place, let detail = finding.detail else { continue }
      let added =
        layer.map { layer in
          [layer.position(of: layers), layer.source.map { style.safe($0.description) }, layer.origin.rawValue]
            .compactMap { $0 }.joined(separator: " ")
        } ?? "unknown"
      let cells = [detail.mode, detail.owner, path.description].map(style.safe)
      rows.append(
        (
          cells + [finding.isOwn ? "!" : "", style.safe(detail.package ?? style.dash), added],
          style.safe(layer?.createdBy.map(instruction) ?? "")
        ))
    }
    let header = ["MODE", "OWNER", "PATH", " ", "PACKAGE", "ADDED BY", ""]
    var measure = TextTable(header: header)
    for row in rows { measure.add(row.cells + [""]) }
    let room = style.isTerminal ? max(24, style.width - 2 - measure.widthBeforeLast) : 48
    var table = TextTable(header: header)
    for row in rows { table.add(row.cells + [style.shortened(row.step, to: room)]) }
    return table.lines().map { "  " + $0 }
  }

  /// The fix of these findings where they agree on one or few, else the rule's.
  ///
  /// A line feed in a finding's own fix may come from a file name, so only those of the rule break lines.
  func help(_ findings: [Finding], _ info: RuleInfo?) -> [String] {
    var fixes: [String] = []
    for finding in findings where !finding.fix.isEmpty && !fixes.contains(finding.fix) {
      fixes.append(finding.fix)
      if fixes.count > 3 { break }
    }
    if (1...3).contains(fixes.count) || info == nil { return fixes.prefix(3).map { Sanitized($0).description } }
    return [info?.fix ?? ""]
  }

  /// `= why: …`, wrapped; lines that begin with a Dockerfile instruction are left whole, to be copied.
  func prose(_ label: String, _ texts: [String], margin: Int = 2) -> [String] {
    let lead = blanks(margin) + "= \(label): "
    let indent = blanks(lead.count)
    let room = style.proseWidth - lead.count
    let lines = texts.flatMap { text in
      text.utf8.split(separator: 0x0A).flatMap { line in
        let clean = style.safe(String(Substring(line)))
        return isInstruction(clean) ? [clean] : wrapped(clean, columns: room)
      }
    }.filter { !$0.isEmpty }
    return lines.enumerated().map { ($0.offset == 0 ? lead : indent) + $0.element }
  }

  /// Whether a line of advice is to be typed as it is.
  func isInstruction(_ line: String) -> Bool {
    switch String(Substring(line.utf8.prefix { $0 != 0x20 })) {
    case "RUN", "USER", "COPY", "ENV", "FROM", "CMD", "ENTRYPOINT", "VOLUME", "WORKDIR", "ADD", "HEALTHCHECK", "docker":
      true
    default: false
    }
  }
}
