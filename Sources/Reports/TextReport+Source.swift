import Core
import Engine
import Rules

extension TextReport {
  /// Lines that are shown of a part of many lines: of a finding on its own, and of one of several.
  private static let excerptLines = (alone: 6, grouped: 3)
  /// Places a finding speaks of that its excerpt shows without `-v`.
  private static let listedPlaces = 5
  /// Findings of a block whose changes are shown without `--all`.
  private static let listedFixes = 3

  /// The block of findings of one rule in a text file: what is wrong, an excerpt of each place, what to type.
  func sourceBlock(_ findings: [Finding], in target: Target) -> [String] {
    guard let first = findings.first else { return [] }
    let info = info(first.rule)
    let kept = Array(ownFirst(findings).prefix(listsAll ? findings.count : TextReport.listedRows))
    let isSingle = findings.count == 1
    let gutter = SourceGutter(last: greatestLine(kept, in: target), style: style)
    let blank = isSingle ? [gutter.line(nil, "")] : []
    let messagesDiffer = findings.contains { $0.message != first.message }
    var lines = [heading(findings, info)]
    for finding in kept {
      guard case .source(let file, let range) = finding.place else { continue }
      let message = messagesDiffer ? "  " + style.safe(finding.message) : ""
      lines.append(gutter.arrow(style.safe(spoken(file, range.start)) + message))
      let excerpt = excerpt(of: finding, isSingle: isSingle, gutter: gutter, in: target)
      if !excerpt.isEmpty { lines += blank + excerpt }
      if excerpt.isEmpty || isVerbose {
        lines += finding.evidence.prefix(isVerbose ? finding.evidence.count : TextReport.listedPlaces).map {
          blanks(gutter.margin) + style.safe($0)
        }
      }
    }
    if findings.count > kept.count {
      lines.append("  \(style.ellipsis) \(grouped(findings.count - kept.count)) more (--all to list)")
    }
    if isSingle, lines.count > 2 { lines += blank }
    lines += sourceNotes(kept, in: target, margin: gutter.margin)
    if isVerbose { lines += prose("why", info.map { [$0.why] } ?? [], margin: gutter.margin) }
    lines += sourceHelp(findings, info, margin: gutter.margin)
    lines += changes(kept, of: findings.count, gutter: gutter, in: target)
    if isVerbose {
      lines.append(blanks(gutter.margin) + "= ignore: " + ignoring(first, in: target))
    }
    return lines
  }

  /// What to type to have a finding not count: a comment where the file can hold one that is read.
  private func ignoring(_ finding: Finding, in target: Target) -> String {
    let rule = style.safe(finding.rule.description)
    if target.kind == "dockerfile" { return "# imgscan ignore=\(rule) reason=\"\(style.ellipsis)\"" }
    return
      ".imgscan.yaml  ignore: [{rule: \(rule), path: \(style.safe(target.repositoryPath)), reason: \(style.ellipsis)}]"
  }

  /// The marked places of a finding and of the notes that are beside it in the same file.
  private func marks(of finding: Finding, in source: SourceText) -> [SourceMark] {
    guard case .source(let file, let range) = finding.place else { return [] }
    let notes = finding.notes.compactMap { note -> SourceMark? in
      guard case .source(file, let range)? = note.place, SourceExcerpt.line(of: range, in: source) != nil else {
        return nil
      }
      return SourceMark(range: range, label: note.message, isPrimary: false)
    }
    let isCut = !isVerbose && !listsAll
    return [SourceMark(range: range, label: finding.label, isPrimary: true)]
      + notes.prefix(isCut ? TextReport.listedPlaces : notes.count)
  }

  /// The finding's lines of the file with marks; none when the file is not known.
  func excerpt(
    of finding: Finding, isSingle: Bool, gutter: SourceGutter, in target: Target
  ) -> [String] {
    guard let source = target.source(of: finding) else { return [] }
    let limit = isSingle ? TextReport.excerptLines.alone : TextReport.excerptLines.grouped
    return SourceExcerpt(
      source, marks(of: finding, in: source), lineLimit: limit, gutter: gutter, ink: finding.severity.ink, style: style
    ).lines()
  }

  /// The greatest line number that the block can show.
  func greatestLine(_ findings: [Finding], in target: Target) -> Int {
    var greatest = 0
    for finding in findings {
      guard let source = target.source(of: finding) else { continue }
      let ranges = marks(of: finding, in: source).map(\.range) + finding.edits.map(\.range)
      // A change at the end of a line shows the next one.
      let last = ranges.map { max($0.start.line, $0.end.line) }.max() ?? 0
      greatest = max(greatest, min(last, source.lineCount - 1) + 1)
    }
    return greatest
  }

  /// `= note:` lines for what the excerpts do not say, each once.
  private func sourceNotes(_ findings: [Finding], in target: Target, margin: Int) -> [String] {
    var seen: Set<Note> = []
    var notes: [Note] = []
    for finding in findings {
      let inExcerpt = Set(target.source(of: finding).map { marks(of: finding, in: $0).dropFirst().map(\.range) } ?? [])
      notes += finding.notes.filter { note in
        if case .source(_, let range)? = note.place, note.isBeside(finding), inExcerpt.contains(range) { return false }
        return seen.insert(note).inserted
      }
    }
    let kept = isVerbose ? notes.count : TextReport.listedPlaces
    let places = BlockRemarks([], isVerbose: isVerbose, layers: target.layers.count, style: style)
    let start = blanks(margin)
    var lines = notes.prefix(kept).flatMap { note in
      let place = note.place.flatMap(places.placeText).map { " (\($0))" } ?? ""
      return prose("note", [Sanitized(note.message).description + place], margin: margin)
    }
    if notes.count > kept { lines.append(start + "\(style.ellipsis) \(counted(notes.count - kept, "more note")) (-v)") }
    return lines
  }

  /// `= help:` with a word on whether the change can be made without looking.
  private func sourceHelp(_ findings: [Finding], _ info: RuleInfo?, margin: Int) -> [String] {
    let plain = fixTag(findings)
    let words = help(findings, info)
    var lines = prose("help", words.isEmpty && !plain.isEmpty ? ["the change below"] : words, margin: margin)
    guard let first = lines.first, !plain.isEmpty else { return lines }
    let tag = style.ink(.faint, plain)
    let gap = "   "
    let text = first.utf8.drop { $0 == 0x20 }.dropFirst("= help: ".utf8.count)
    let used = columnCount(first) + gap.utf8.count + columnCount(plain)
    if isInstruction(String(Substring(text))) || used > style.proseWidth {
      lines.append(blanks(margin + "= help: ".count) + tag)
    } else {
      lines[0] = first + gap + tag
    }
    return lines
  }

  private func fixTag(_ findings: [Finding]) -> String {
    let fixable = findings.filter { !$0.edits.isEmpty }
    guard !fixable.isEmpty else { return "" }
    let word = fixable.allSatisfy { $0.edits.allSatisfy(\.isSafe) } ? "safe" : "unsafe"
    return fixable.count == findings.count
      ? "[\(word) fix]" : "[\(word) fix for \(grouped(fixable.count)) of \(grouped(findings.count))]"
  }

  /// The changes that the fixes make, each once.
  func changes(_ findings: [Finding], of total: Int, gutter: SourceGutter, in target: Target) -> [String] {
    var seen: Set<[SourceEdit]> = []
    var previews: [[String]] = []
    for finding in findings where !finding.edits.isEmpty {
      guard seen.insert(finding.edits).inserted, let source = target.source(of: finding),
        let preview = EditPreview(finding.edits, in: source)
      else { continue }
      let lines = preview.lines(of: source, gutter: gutter, style: style)
      if !lines.isEmpty { previews.append(lines) }
    }
    let kept = listsAll ? previews.count : TextReport.listedFixes
    guard !previews.isEmpty else { return [] }
    var lines = [gutter.line(nil, "")] + previews.prefix(kept).joined(separator: [style.ellipsis])
    if previews.count > kept {
      lines.append("  \(style.ellipsis) \(counted(previews.count - kept, "more change")) (--all to list)")
    }
    return lines
  }
}

extension Finding {
  /// Whether it is in a text file, such as a Dockerfile.
  var isInSource: Bool {
    if case .source = place { true } else { false }
  }
}

extension Note {
  /// Whether it speaks of a place in the finding's own file.
  fileprivate func isBeside(_ finding: Finding) -> Bool {
    guard case .source(let file, _) = finding.place, case .source(file, _)? = place else { return false }
    return true
  }
}
