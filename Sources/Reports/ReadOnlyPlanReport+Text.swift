import Core
import ReadOnlyRoot

extension ReadOnlyPlanReport {
  /// A block an image, with a line feed at the end.
  public func text(style: TerminalStyle) -> String {
    images.map { ReadOnlyPlanText(image: $0, style: style, isAlone: images.count == 1).lines.joined(separator: "\n") }
      .joined(separator: "\n\n") + "\n"
  }
}

/// The block of one image.
private struct ReadOnlyPlanText {
  let image: ReadOnlyImage
  let style: TerminalStyle
  let isAlone: Bool

  /// Rows that name what no mount can hold, or what is optional, before the rest is counted.
  private static let listedRows = 15
  private static let listedHints = 5

  var lines: [String] {
    guard let plan = image.plan else { return ["\(name): the image could not be read, so there is no plan"] }
    var out = [headline(plan)]
    let shown = rows(plan)
    if !shown.isEmpty { out += table(shown) }
    out += remarks(plan)
    if !isAlone, plan.entries.isEmpty { return out }
    return out + commands(plan)
  }

  private var name: String {
    let parts = isAlone ? [image.subject] : [image.subject, image.reference, image.platform].compactMap { $0 }
    return style.ink(.strong, parts.map(style.safe).joined(separator: " "))
  }

  private func headline(_ plan: MountPlan) -> String {
    let isSure = plan.unknowns.isEmpty && plan.blocked.isEmpty
    switch plan.state {
    case .ready: return "\(name) can run with a read-only root; no mount is needed"
    case .mounts where isSure: return "\(name) can run with a read-only root; it needs:"
    case .mounts where !plan.blocked.isEmpty: return changeHeadline(plan)
    case .mounts: return "\(name) can run with a read-only root, as far as can be told; it needs:"
    case .unknown where !plan.blocked.isEmpty: return changeHeadline(plan)
    case .unknown: return "\(name): no mount is known to be needed for a read-only root, but that is not sure"
    }
  }

  private func changeHeadline(_ plan: MountPlan) -> String {
    let doubt = plan.blocked.contains { $0.confidence > .likely } ? "" : "probably "
    return "\(name) can run with a read-only root \(doubt)only when the image is changed; what it writes:"
  }

  private func rows(_ plan: MountPlan) -> [[String]] {
    let optional = plan.entries.filter { !$0.isProposed && !$0.isBlocked && $0.confidence > .hint }
    return plan.proposed.map(proposed) + cut(plan.blocked.map(blocked), "blocked")
      + cut(optional.map(self.optional), "optional")
  }

  private func cut(_ rows: [[String]], _ word: String) -> [[String]] {
    guard rows.count > ReadOnlyPlanText.listedRows + 1 else { return rows }
    let rest = rows.count - ReadOnlyPlanText.listedRows
    return rows.prefix(ReadOnlyPlanText.listedRows)
      + [["\(style.ellipsis) \(rest) more", "", "", word, "--format json lists them"]]
  }

  private func proposed(_ entry: MountPlan.Entry) -> [String] {
    let owner = [entry.owner, entry.octalMode].compactMap { $0 }.joined(separator: " ")
    var why = (entry.isOnlyObserved ? "missed by the plan; " : "") + entry.why
    if let reason = entry.execReason {
      why += entry.why.holds(reason) ? "; needs exec" : "; needs exec: \(reason)"
    }
    if entry.hidesContent { why += "; hides \(entry.hides.words)" }
    return row(
      entry, kind: entry.kind.rawValue, owner: owner.isEmpty ? "default" : owner, entry.confidence.rawValue, why)
  }

  private func blocked(_ entry: MountPlan.Entry) -> [String] {
    row(
      entry, kind: "no mount", owner: nothing, entry.confidence.rawValue,
      "\(entry.isOnlyObserved ? "missed by the plan; " : "")\(entry.why); \(entry.obstacle ?? "")")
  }

  private func optional(_ entry: MountPlan.Entry) -> [String] {
    let reason = entry.obstacle ?? (entry.hidesContent ? "a mount hides \(entry.hides.words)" : "")
    return row(
      entry, kind: nothing, owner: nothing, "optional", entry.why + (reason.isEmpty ? "" : "; \(reason)"))
  }

  private var nothing: String { style.ascii ? "-" : "—" }

  private func row(
    _ entry: MountPlan.Entry, kind: String, owner: String, _ confidence: String, _ why: String
  ) -> [String] {
    [style.safe(entry.path.description), kind, owner, confidence, style.safe(why)]
  }

  /// On a terminal the reasons are broken at its width, below one another.
  private func table(_ rows: [[String]]) -> [String] {
    let header = ["PATH", "KIND", "OWNER/MODE", "CONFIDENCE", "WHY"]
    guard style.isTerminal else { return lined(header, rows) }
    var measure = TextTable(header: header)
    for row in rows { measure.add(row.dropLast() + [""]) }
    let room = max(24, style.width - measure.widthBeforeLast - 2)
    let broken = rows.flatMap { row in
      wrapped(row.last ?? "", columns: room).enumerated().map { index, line in
        (index == 0 ? Array(row.dropLast()) : ["", "", "", ""]) + [line]
      }
    }
    return lined(header, broken)
  }

  private func lined(_ header: [String], _ rows: [[String]]) -> [String] {
    var table = TextTable(header: header)
    for row in rows { table.add(row) }
    return table.lines().map { "  " + $0 }
  }

  private func remarks(_ plan: MountPlan) -> [String] {
    var out = plan.unknowns.map { "unknown: \(style.safe($0))" }
    if !plan.blocked.isEmpty {
      out.insert(
        "change: write what no mount can hold when the image is built, or let the configuration name a path in /tmp",
        at: 0)
    }
    let hints = plan.entries.filter { $0.confidence == .hint }
    if !hints.isEmpty {
      let names = hints.prefix(ReadOnlyPlanText.listedHints).map { style.safe($0.path.description) }
      let rest = hints.count > names.count ? " and \(hints.count - names.count) more" : ""
      out.append(
        "hint: the run user may write to \(names.joined(separator: ", "))\(rest); nothing says that it does")
    }
    if let diff = image.diff {
      let missed = image.missed.count
      let skipped = diff.skipped > 0 ? ", \(counted(diff.skipped, "line")) skipped" : ""
      let none = plan.isPartial ? "not all were looked at" : "the plan covers them all"
      let verdict = missed == 0 ? none : "\(counted(missed, "place")) missed by the plan"
      out.append("docker diff: \(counted(diff.total, "change"))\(skipped); \(verdict)")
    }
    return out
  }

  private func commands(_ plan: MountPlan) -> [String] {
    let subject = PlanSnippet.fileName(image.subject, withDirectories: true)
    let run = (["docker run"] + plan.dockerFlags + [PlanSnippet.imageName(image.reference)]).joined(separator: " ")
    let check =
      image.diff == nil
      ? "        verify: docker diff CONTAINER | \(Tool.name) rofs \(subject) --docker-diff -" : ""
    return ["try:  \(style.safe(run))", "emit: --emit ecs | compose | k8s | docker\(check)"]
  }
}
