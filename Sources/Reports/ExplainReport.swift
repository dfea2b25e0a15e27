import Core
import Rules

/// What `imgscan explain ID` prints.
public struct ExplainReport {
  private let style: TerminalStyle
  private let rules: [RuleInfo]
  private static let labelWidth = 10

  public init(style: TerminalStyle, rules: [RuleInfo] = RuleTable.infos) { (self.style, self.rules) = (style, rules) }

  /// The explanation of the rule of that id or alias, letter case aside; nil when there is none.
  public func render(_ id: String) -> String? {
    let wanted = id.lowercased()
    let rule =
      rules.first { $0.id.description.lowercased() == wanted }
      ?? rules.first { rule in rule.aliases.contains { $0.lowercased() == wanted } }
    return rule.map(render) ?? ShellCheckCode.info(id.uppercased()).map(renderShellCheck)
  }

  /// What there is to say of ShellCheck's: the severity is its own and the explanation on its pages.
  private func renderShellCheck(_ rule: RuleInfo) -> String {
    let id = rule.id.description
    var lines = [
      style.ink(.strong, id) + "  " + rule.title, "  its errors are medium, its warnings low, all else info", "",
    ]
    lines += section("WHAT", rule.what)
    lines += section("MORE", ShellCheckCode.page(id))
    lines += section("SILENCE", "# imgscan ignore=\(id), or rules: {\(id): off} in .imgscan.yaml")
    return lines.joined(separator: "\n") + "\n"
  }

  /// Ids that `id` may have meant, at most three, the nearest first.
  public func suggestions(for id: String) -> [RuleID] {
    NearestName.several(id, among: rules.map(\.id.description), most: 3).map { RuleID($0) }
  }

  public func render(_ rule: RuleInfo) -> String {
    let facts = [severityText(rule), rule.subject.rawValue] + rule.controls.prefix(3).map(spoken)
    var lines = [
      style.ink(.strong, style.safe(rule.id.description)) + "  " + style.safe(rule.title),
      "  " + style.safe(facts.joined(separator: " \(style.dot) ")), "",
    ]
    lines += section("WHAT", rule.what)
    lines += section("WHY", rule.why)
    lines += section("FIX", rule.fix)
    lines += section("CONTROLS", rule.controls.map(\.description).joined(separator: "  "))
    lines += section("ALIASES", rule.aliases.joined(separator: "  "))
    lines += section("SINCE", rule.since)
    if !rule.examples.isEmpty {
      lines += ["", style.ink(.strong, "EXAMPLES")]
      for example in rule.examples { lines += self.lines(of: example) }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func section(_ label: String, _ text: String) -> [String] {
    guard !text.isEmpty else { return [] }
    let paragraphs = text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { paragraph in
      wrapped(style.safe(String(paragraph)), columns: style.proseWidth - ExplainReport.labelWidth)
    }
    let fill = String(repeating: " ", count: max(1, ExplainReport.labelWidth - label.count))
    let indent = String(repeating: " ", count: ExplainReport.labelWidth)
    return paragraphs.enumerated().map { index, line in
      if index > 0 { return line.isEmpty ? "" : indent + line }
      return style.ink(.strong, label) + fill + line
    }
  }

  private func lines(of example: Example) -> [String] {
    let mark = example.isBad ? style.ink(.bad, "\(style.cross) bad") : style.ink(.good, "\(style.check) good")
    var lines = ["  \(mark): \(style.safe(example.title))"]
    if let text = example.dockerfile ?? example.deployment {
      let rows = SourceText(Array(text.utf8))
      for number in 0..<rows.lineCount { lines.append("      " + style.shown(rows.line(number + 1))) }
    }
    if example.config != "{}" { lines.append("      config  " + style.safe(example.config)) }
    for (index, layer) in example.layers.enumerated() {
      if example.layers.count > 1 {
        lines.append("      layer \(index + 1)/\(example.layers.count)" + (index < example.baseLayers ? " base" : ""))
      }
      for file in layer { lines.append("      " + style.safe(file.listing)) }
    }
    return lines
  }
}
