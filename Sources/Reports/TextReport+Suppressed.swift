import Core
import Engine

extension TextReport {
  /// Findings that do not count, one a line, when they are asked for.
  func suppressedLines(_ target: Target) -> [String] {
    guard showsSuppressed, !target.suppressed.isEmpty else { return [] }
    var table = TextTable(header: ["suppressed", "RULE", "PLACE", "BY", "REASON", "EXPIRES"])
    for item in target.suppressed {
      let suppression = item.suppression
      let cells = [
        item.finding.severity.rawValue, item.finding.rule.description, place(of: item.finding), suppression.source,
        suppression.reason ?? style.dash, suppression.expires?.description ?? style.dash,
      ]
      table.add(cells.map(style.safe))
    }
    return table.lines()
  }

  private func place(of finding: Finding) -> String {
    switch finding.place {
    case .image: "image"
    case .config(let pointer): pointer
    case .file(let path, _, let line): path.description + (line.map { ":\($0)" } ?? "")
    case .source(let file, let range): spoken(file, range.start)
    }
  }

  /// How many findings do not count and why, and what is to be cleaned up; nil when there is nothing to say.
  func suppressionText(_ outcome: Outcome) -> String? {
    var counts: [Suppression.Source: Int] = [:]
    for target in outcome.targets {
      for item in target.suppressed { counts[item.suppression.by, default: 0] += 1 }
    }
    func count(_ sources: Suppression.Source...) -> Int { sources.reduce(0) { $0 + counts[$1, default: 0] } }
    let kinds = [
      (count(.imgscan, .hadolint, .buildkit), "comments"), (count(.config, .allowSetuid), "the configuration"),
    ].filter { $0.0 > 0 }
    var parts: [String] = []
    if kinds.count == 1 { parts.append("\(counted(kinds[0].0, "finding")) suppressed by \(kinds[0].1)") }
    if kinds.count > 1 {
      let each = kinds.map { "\(grouped($0.0)) by \($0.1)" }.joined(separator: ", ")
      parts.append("\(counted(kinds.reduce(0) { $0 + $1.0 }, "finding")) suppressed (\(each))")
    }
    if count(.baseline) > 0 { parts.append("\(counted(count(.baseline), "known finding")) (baseline)") }
    let base = count(.base)
    if base > 0 {
      let isGuessed = outcome.targets.contains { target in
        target.isBaseGuessed && target.suppressed.contains { $0.suppression.by == .base }
      }
      let doubt = isGuessed ? "; the base is a guess, --base tells it" : ""
      parts.append("\(counted(base, "finding")) of the base image not counted (--only-own\(doubt))")
    }
    guard !parts.isEmpty || !outcome.warnings.isEmpty else { return nil }
    let warnings = outcome.warnings + outcome.targets.flatMap(\.warnings)
    parts += [
      ("expiring-ignore", "ignore expires soon", "ignores expire soon"), ("expired-ignore", "expired ignore", nil),
      ("unused-ignore", "unused ignore", nil),
    ].compactMap { tidying($0, one: $1, many: $2, warnings) }
    return parts.isEmpty ? nil : parts.joined(separator: " \(style.dot) ")
  }

  /// Such as `1 unused ignore: .imgscan.yaml:14`; nil when there is none.
  private func tidying(_ code: String, one: String, many: String?, _ warnings: [Incident]) -> String? {
    let found = warnings.filter { $0.code == code }
    guard let first = found.first else { return nil }
    guard found.count == 1 else { return "\(grouped(found.count)) \(many ?? one + "s")" }
    guard case .source(let file, let range)? = first.place else { return "1 \(one)" }
    return "1 \(one): \(style.safe(file)):\(range.start.line)"
  }
}
