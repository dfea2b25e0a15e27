import Core
import Engine

/// The report for screen readers: one fact a line, in words, without columns, boxes and glyphs.
///
/// Findings that count come by target, the worst first; each begins with what it is and which of how many. The verdict
/// is the last line. Findings below the least severity to show are left out of the list and counted in the verdict.
struct PlainReport: DataReport {
  /// What of its colour and glyphs is used is whether names may go beyond ASCII.
  private let style: TerminalStyle
  private let isVerbose: Bool

  /// Lines of evidence of one finding that are read out.
  private static let evidenceLines = 20

  init(style: TerminalStyle = TerminalStyle(), verbose: Bool = false) { (self.style, isVerbose) = (style, verbose) }

  func render(_ model: ReportModel) -> [UInt8] {
    var lines = Lines()
    var numbers = Numbers(model, from: shownFrom(model))
    for (target, items) in zip(model.targets, model.itemsByTarget) {
      let shown = items.filter { $0.suppression == nil && $0.finding.severity >= shownFrom(model) }
      let isSilent = shown.isEmpty && target.incidents.isEmpty && target.warnings.isEmpty
      if isSilent, model.targets.count > 1 { continue }
      add(target, to: &lines)
      for item in shown {
        lines.gap()
        lines.sentence("\(numbers.next(item)): \(safe(item.message))")
        add(item, in: target, to: &lines)
      }
      lines.gap()
    }
    for warning in model.outcome.warnings { lines.sentence("warning: \(safe(warning.message))") }
    addSuppressed(model, to: &lines)
    lines.gap()
    var ascii = style
    ascii.ascii = true
    lines.add(model.verdict(ascii, verbose: isVerbose) + ".")
    return lines.bytes
  }

  private func safe(_ text: String) -> String { style.safe(text) }

  private func shownFrom(_ model: ReportModel) -> Severity {
    let least = model.outcome.gate.minSeverity
    return isVerbose && least == .low ? .info : least
  }

  private func add(_ target: Target, to lines: inout Lines) {
    var facts = ["\(target.kindName) \(safe(target.name))"]
    if let reference = target.reference { facts.append("named \(safe(reference))") }
    if let platform = target.platform { facts.append("for \(safe(platform))") }
    if !target.layers.isEmpty { facts.append(counted(target.layers.count, "layer")) }
    if target.fileCount > 0 { facts.append(counted(target.fileCount, "file")) }
    lines.add(facts.joined(separator: ", ") + ".")
    for incident in target.incidents {
      lines.sentence("could not be read: \(safe(incident.located(in: target)))")
      if let help = incident.help { lines.add("help: " + safe(help)) }
    }
    let kept = isVerbose ? target.warnings.count : TextReport.listedWarnings
    for warning in target.warnings.prefix(kept) { lines.sentence("warning: \(safe(warning.located(in: target)))") }
    let more = target.warnings.count - kept
    if more > 0 { lines.add("\(counted(more, "more warning")).") }
  }

  private func add(_ item: ReportItem, in target: Target, to lines: inout Lines) {
    let finding = item.finding
    lines.add("rule \(safe(finding.rule.description)), severity \(finding.severity.rawValue).")
    if let place = place(item) { lines.add(place + ".") }
    if let layer = finding.layer {
      let total = target.layers.count > layer.index ? " of \(target.layers.count)" : ""
      let whose = layer.origin == .unknown ? "" : layer.origin == .own ? ", your own" : ", of the base image"
      lines.add("layer \(layer.index + 1)\(total)\(whose).")
      if let step = layer.createdBy { lines.add("added by: " + safe(instruction(step))) }
    }
    if let cause = finding.cause { lines.add("caused by " + spoken(cause) + ".") }
    for fact in finding.evidence.prefix(PlainReport.evidenceLines) { lines.add("evidence: " + safe(fact)) }
    let more = finding.evidence.count - PlainReport.evidenceLines
    if more > 0 { lines.add("\(counted(more, "more line")) of evidence.") }
    for note in finding.notes { lines.add("note: " + safe(note.message)) }
    for line in item.helpLines { lines.add("help: " + safe(line)) }
    guard let change = finding.change else { return }
    let words: [DockerfileChange.Kind: String] = [.change: "change", .addBefore: "add before", .addAfter: "add after"]
    lines.add("\(words[change.kind] ?? "change") " + spoken(change.lines) + ".")
  }

  private func spoken(_ lines: SourceLines) -> String {
    "file \(safe(lines.file)) "
      + (lines.last > lines.first ? "lines \(lines.first) to \(lines.last)" : "line \(lines.first)")
  }

  /// Where it is; nil when that is the target as a whole.
  private func place(_ item: ReportItem) -> String? {
    switch item.finding.place {
    case .image: nil
    case .config(let pointer): "config value \(safe(pointer))"
    case .file(let path, _, let line?): "path \(safe(path.description)) line \(line)"
    case .file(let path, _, nil): "path \(safe(path.description))"
    case .source(let file, let range): "file \(safe(file)) line \(range.start.line) column \(range.start.column)"
    }
  }

  private func addSuppressed(_ model: ReportModel, to lines: inout Lines) {
    guard model.suppressedCount > 0 else { return }
    lines.gap()
    lines.add("\(counted(model.suppressedCount, "finding")) suppressed.")
    guard model.context.showsSuppressed else { return }
    for item in model.items {
      guard let suppression = item.suppression else { continue }
      let rule = safe(item.finding.rule.description)
      lines.add("\(safe(suppression.words)): \(safe(item.placedMessage)), rule \(rule), in \(safe(item.placeName)).")
    }
  }
}

/// Which of how many of its kind a finding is.
private struct Numbers {
  private let totals: [String: Int]
  private var seen: [String: Int] = [:]

  init(_ model: ReportModel, from least: Severity) {
    var totals: [String: Int] = [:]
    for item in model.counted where item.finding.severity >= least { totals[item.level, default: 0] += 1 }
    self.totals = totals
  }

  /// Such as `error 1 of 3`.
  mutating func next(_ item: ReportItem) -> String {
    let number = seen[item.level, default: 0] + 1
    seen[item.level] = number
    return "\(item.level) \(number) of \(totals[item.level] ?? number)"
  }
}

/// Lines of text in one buffer, with never more than one empty line between them.
private struct Lines {
  private(set) var bytes: [UInt8] = []
  private var hasGap = true

  mutating func add(_ line: String) {
    bytes += line.utf8
    bytes.append(0x0A)
    hasGap = false
  }

  /// Text that may end with a mark of its own.
  mutating func sentence(_ text: String) {
    let isEnded = [UInt8(ascii: "."), UInt8(ascii: "?"), UInt8(ascii: "!")].contains(text.utf8.last)
    add(isEnded ? text : text + ".")
  }

  mutating func gap() {
    if !hasGap { bytes.append(0x0A) }
    hasGap = true
  }
}
