import Core
import Engine
import Rules

/// The report for people: what is wrong, who put it there, what to type; the verdict is its last line.
public struct TextReport {
  let style: TerminalStyle
  let isVerbose: Bool
  let isQuiet: Bool
  let listsAll: Bool
  /// Whether findings that do not count are listed.
  let showsSuppressed: Bool
  /// nil for the program's own rules.
  private let rules: [RuleID: RuleInfo]?

  /// Rows of a file table, low findings of one rule, or incidents that are listed without `--all`.
  static let listedRows = 10
  /// Findings of one rule that get a line of their own below the blocks.
  static let briefRows = 3
  /// Warnings that are listed without `-v`.
  static let listedWarnings = 3
  /// Rows of the summary up to which clean targets are listed too.
  static let summaryRows = 20

  public init(
    style: TerminalStyle, verbose: Bool = false, quiet: Bool = false, listAll: Bool = false,
    showsSuppressed: Bool = false
  ) {
    self.init(
      style: style, verbose: verbose, quiet: quiet, listAll: listAll, showsSuppressed: showsSuppressed, rules: nil)
  }

  /// As the public one, with a rule table of the caller's.
  init(
    style: TerminalStyle, verbose: Bool = false, quiet: Bool = false, listAll: Bool = false,
    showsSuppressed: Bool = false, rules: [RuleInfo]?
  ) {
    (self.style, isVerbose, isQuiet, listsAll) = (style, verbose, quiet, listAll)
    self.showsSuppressed = showsSuppressed
    self.rules = rules.map { Dictionary($0.map { ($0.id, $0) }) { first, _ in first } }
  }

  /// What is told of a rule.
  func info(_ rule: RuleID) -> RuleInfo? { rules.map { $0[rule] } ?? RuleTable.info(rule) }

  /// The controls of a rule that headings name.
  func controls(of info: RuleInfo?) -> String? {
    info?.controls.filter { control in
      ["runbook:", "cis-docker:", "securityhub:"].contains { control.description.hasPrefix($0) }
    }.map { style.safe(spoken($0)) }.joined(separator: " \(style.dot) ")
  }

  /// The whole report, with a line feed at its end; empty when quiet and passed.
  public func render(_ outcome: Outcome) -> String {
    if isQuiet, !showsSuppressed, outcome.hasPassed { return "" }
    var parts: [[String]] = []
    let isAlone = outcome.targets.count == 1
    for target in outcome.targets { parts += targetParts(target, gate: outcome.gate, isAlone: isAlone) }
    if outcome.targets.count > 1 { parts.append(summaryTable(outcome)) }
    parts.append(runWarningLines(outcome.warnings))
    parts.append(closing(outcome))
    return parts.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  /// Findings below it are counted only.
  func shownFrom(_ gate: Gate) -> Severity {
    if isQuiet { return max(gate.minSeverity, gate.failOn) }
    return isVerbose && gate.minSeverity == .low ? .info : gate.minSeverity
  }

  /// - Parameter isAlone: whether it is the only target; of several files the clean ones are not spoken of.
  private func targetParts(_ target: Target, gate: Gate, isAlone: Bool) -> [[String]] {
    let shown = target.findings.filter { $0.severity >= shownFrom(gate) }
    let inFull = shown.filter { isVerbose || $0.severity >= .medium }
    var parts = [incidentLines(target), warningLines(target)]
    let suppressed = suppressedLines(target)
    let isSilent = shown.isEmpty && suppressed.isEmpty && parts.allSatisfy(\.isEmpty)
    if isSilent, !isAlone, target.kind != "image" { return [] }
    parts.insert(headerLines(target, isClean: shown.isEmpty), at: 0)
    parts += blocks(of: inFull, in: target)
    parts.append(briefLines(shown.filter { !isVerbose && $0.severity < .medium }))
    parts.append(suppressed)
    return parts
  }

  /// Subject, reference, platform, image ID, layers and files; what is unknown is left out.
  private func headerLines(_ target: Target, isClean: Bool) -> [String] {
    var cells = [style.ink(.strong, style.safe(target.name))]
    cells += [target.reference, target.platform].compactMap { $0.map(style.safe) }
    if let digest = target.digest { cells.append(style.safe(isVerbose ? digest : shortDigest(digest))) }
    var counts: [String] = []
    if !target.layers.isEmpty { counts.append(counted(target.layers.count, "layer") + origins(target.layers)) }
    if target.fileCount > 0 { counts.append(counted(target.fileCount, "file")) }
    if !counts.isEmpty { cells.append(counts.joined(separator: ", ")) }
    let choices = [target.profile == .standard ? nil : "profile \(target.profile.rawValue)", target.configFile]
    if choices.contains(where: { $0 != nil }) {
      cells.append(style.safe(choices.compactMap(\.self).joined(separator: ", ")))
    }
    var lines = [cells.joined(separator: "  ")]
    if let base = target.baseDecision, !isQuiet, isVerbose || !isClean { lines.append("  base: " + style.safe(base)) }
    return lines
  }

  private func origins(_ layers: [LayerRef]) -> String {
    func count(_ origin: LayerOrigin) -> Int { layers.count { $0.origin == origin } }
    guard count(.unknown) < layers.count else { return "" }
    let unknown = count(.unknown) > 0 ? ", \(count(.unknown)) unknown" : ""
    return " (\(count(.base)) base, \(count(.own)) own\(unknown))"
  }

  private func incidentLines(_ target: Target) -> [String] {
    var lines: [String] = []
    let kept = listsAll || isVerbose ? target.incidents.count : TextReport.listedRows
    for incident in target.incidents.prefix(kept) {
      lines.append(style.ink(.error, "error") + ": " + style.safe(incident.located(in: target)))
      if let help = incident.help { lines.append("  help: " + style.safe(help)) }
    }
    if target.incidents.count > kept {
      lines.append("\(style.ellipsis) \(counted(target.incidents.count - kept, "more error")) (-v to list)")
    }
    return lines
  }

  private func warningLines(_ target: Target) -> [String] {
    warningLines(target.warnings.map { $0.located(in: target) })
  }

  private func runWarningLines(_ warnings: [Incident]) -> [String] { warningLines(warnings.map(\.placed)) }

  private func warningLines(_ warnings: [String]) -> [String] {
    guard !isQuiet else { return [] }
    let kept = listsAll || isVerbose ? warnings.count : TextReport.listedWarnings
    var lines = warnings.prefix(kept).map { style.ink(.warning, "warning") + ": " + style.safe($0) }
    if warnings.count > kept {
      lines.append("\(style.ellipsis) \(counted(warnings.count - kept, "more warning")) (-v to list)")
    }
    return lines
  }
}

extension Outcome {
  /// Whether all could be read and nothing reaches the gate, whatever the exit status is.
  var hasPassed: Bool { isComplete && failing == 0 && !targets.isEmpty }
}
