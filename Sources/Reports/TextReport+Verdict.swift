import Core
import Engine

extension TextReport {
  /// The last lines: what was left out, and the verdict.
  func closing(_ outcome: Outcome) -> [String] {
    var lines: [String] = []
    if !isQuiet {
      if let text = suppressionText(outcome) { lines.append(style.ink(.note, "note") + ": " + text) }
      let judged = outcome.targets.filter { $0.ruleCount > 0 }
      if judged.contains(where: { $0.kind == "image" && !$0.digestsVerified }) {
        lines.append(style.ink(.note, "note") + ": digests were not verified (--verify)")
      }
      if !outcome.hasPassed {
        if let hidden = hiddenText(outcome) { lines.append(style.ink(.note, "note") + ": " + hidden) }
        if let rule = worstRule(outcome) { lines.append("details: imgscan explain " + style.safe(rule.description)) }
      }
    }
    return lines + [verdict(outcome)]
  }

  /// The verdict line, for reports that are not for people too: they put it on the error stream.
  public func verdict(_ outcome: Outcome) -> String {
    if !outcome.isComplete || outcome.targets.isEmpty {
      return style.ink(.bad, style.cross + " incomplete") + ": " + incomplete(outcome)
    }
    if outcome.failing > 0 { return style.ink(.bad, style.cross + " failed") + ": " + failed(outcome) }
    return style.ink(.good, style.check + " passed") + ": " + passed(outcome)
  }

  private func passed(_ outcome: Outcome) -> String {
    let total = outcome.targets.reduce(0) { $0 + $1.findings.count }
    var text = outcome.targets.count > 1 ? counted(outcome.targets.count, outcome.noun) + ", " : ""
    text += counted(outcome.targets.map(\.ruleCount).max() ?? 0, "rule") + ", "
    let gate = outcome.gateWords
    guard total > 0 else { return text + "0 findings (fail on: \(gate))" }
    let hidden = hiddenText(outcome)
    let shown = total - hiddenCount(outcome)
    let rest = [shown > 0 ? nounOfBelow(shown, outcome) + " below" : nil, hidden].compactMap { $0 }
    return text + "0 findings at or above \(gate) (\(rest.joined(separator: ", ")))"
  }

  private func failed(_ outcome: Outcome) -> String {
    var text = failingCounts(outcome) + " at or above \(outcome.gateWords)"
    let failingTargets = outcome.targets.count { target in
      target.findings.contains { outcome.isFailing($0, in: target) }
    }
    if outcome.targets.count > 1 {
      text += " in \(grouped(failingTargets)) of \(counted(outcome.targets.count, outcome.noun))"
    }
    let below = outcome.targets.reduce(0) { $0 + $1.findings.count } - outcome.failing
    if below > 0 { text += " \(style.dot) \(nounOfBelow(below, outcome)) below it" }
    return text + ownership(outcome) + " (exit \(outcome.exitStatus))"
  }

  private func incomplete(_ outcome: Outcome) -> String {
    guard !outcome.targets.isEmpty else { return "there was nothing to scan" }
    let unread = outcome.targets.count { !$0.incidents.isEmpty }
    let subject =
      outcome.targets.count > 1
      ? "\(grouped(unread)) of \(counted(outcome.targets.count, outcome.noun)) could not be read completely"
      : "the \(outcome.noun) could not be read completely"
    guard outcome.failing > 0 else { return "\(subject), so there is no verdict (exit 2)" }
    return "\(subject); \(failingCounts(outcome)) at or above \(outcome.gateWords) so far (exit 2)"
  }

  /// Findings at or above the gate, such as `3 errors, 1 warning`.
  private func failingCounts(_ outcome: Outcome) -> String {
    var counts: [String: Int] = [:]
    for target in outcome.targets {
      for finding in target.findings where outcome.isFailing(finding, in: target) {
        counts[finding.severity.word, default: 0] += 1
      }
    }
    return ["error", "warning", "note"].compactMap { word in counts[word].map { counted($0, word) } }
      .joined(separator: ", ")
  }

  /// Whose the failing files are, when the base is known; empty otherwise.
  private func ownership(_ outcome: Outcome) -> String {
    var (own, base) = (0, 0)
    for target in outcome.targets {
      var (ownPaths, basePaths): (Set<[UInt8]>, Set<[UInt8]>) = ([], [])
      for finding in target.findings where outcome.isFailing(finding, in: target) {
        if let group = finding.group {
          own += group.own
          base += group.base
          continue
        }
        guard case .file(let path, let layer?, _) = finding.place else { continue }
        switch layer.origin {
        case .own: ownPaths.insert(path.bytes)
        case .base: basePaths.insert(path.bytes)
        default: break
        }
      }
      own += ownPaths.count
      base += basePaths.count
    }
    guard own + base > 0 else { return "" }
    return " \(style.dot) of \(counted(own + base, "file")) \(grouped(own)) \(own == 1 ? "is" : "are") yours, "
      + "\(grouped(base)) \(base == 1 ? "comes" : "come") from the base"
  }

  private func hiddenCount(_ outcome: Outcome) -> Int {
    let shownFrom = shownFrom(outcome.gate)
    return outcome.targets.reduce(0) { $0 + $1.findings.count { $0.severity < shownFrom } }
  }

  /// Such as `3 notes hidden, -v to show`; nil when nothing is hidden.
  private func hiddenText(_ outcome: Outcome) -> String? {
    let count = hiddenCount(outcome)
    guard count > 0 else { return nil }
    let shownFrom = shownFrom(outcome.gate)
    if shownFrom == .low { return "\(counted(count, "note")) hidden, -v to show" }
    return "\(counted(count, "finding")) below \(shownFrom.rawValue) hidden"
  }

  private func nounOfBelow(_ count: Int, _ outcome: Outcome) -> String {
    counted(count, outcome.levels.allSatisfy { $0 <= .medium } ? "note" : "finding")
  }

  private func worstRule(_ outcome: Outcome) -> RuleID? {
    var worst: Finding?
    for target in outcome.targets {
      for finding in target.findings where outcome.isFailing(finding, in: target) {
        guard let known = worst, known.severity >= finding.severity else {
          worst = finding
          continue
        }
        if known.severity == finding.severity, finding.rule < known.rule { worst = finding }
      }
    }
    return worst?.rule
  }

  /// One row a target, when there are several; of many, only those that need a look.
  func summaryTable(_ outcome: Outcome) -> [String] {
    let isLong = outcome.targets.count > TextReport.summaryRows && !listsAll
    let listed = isLong ? outcome.targets.filter(\.needsALook) : outcome.targets
    guard !listed.isEmpty else { return [] }
    var table = TextTable(header: ["TARGET", "ERR", "WARN", "NOTE", "FIXABLE", ""], rightAligned: [1, 2, 3, 4])
    for target in listed {
      let names = [target.name, target.reference, target.platform].compactMap { $0 }
      let name = style.safe(names.joined(separator: " "))
      guard target.ruleCount > 0 || target.incidents.isEmpty else {
        table.add([name, "?", style.dash, style.dash, style.dash, "could not be judged, see above"])
        continue
      }
      let counts = ["error", "warning", "note"].map { word in
        grouped(target.findings.count { $0.severity.word == word })
      }
      let fixable = target.findings.count { !$0.edits.isEmpty }
      table.add(
        [name] + counts + [fixable > 0 ? grouped(fixable) : style.dash]
          + [target.incidents.isEmpty ? "" : "not read completely, see above"])
    }
    let rest = outcome.targets.count - listed.count
    let more = "\(style.ellipsis) \(grouped(rest)) more without errors or warnings (--all to list)"
    return table.lines() + (rest > 0 ? [more] : [])
  }
}

extension Outcome {
  /// The severities from which findings make the scan fail.
  fileprivate var levels: Set<Severity> {
    targets.isEmpty ? [gate.failOn] : Set(targets.map { $0.failOn ?? gate.failOn })
  }

  /// The level as the verdict names it; targets may have configurations of their own.
  fileprivate var gateWords: String {
    levels.count == 1 ? (levels.first ?? gate.failOn).rawValue : "the level of their configuration"
  }
}

extension Target {
  /// Whether it has errors or warnings, or could not be read completely.
  fileprivate var needsALook: Bool { !incidents.isEmpty || findings.contains { $0.severity >= .medium } }
}
