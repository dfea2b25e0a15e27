import Core
import Rules

/// The pages of docs/rules: one for each rule, and their list.
public enum RulePage {
  /// The file of a rule's page, in its directory.
  public static func name(_ rule: RuleInfo) -> String { rule.id.description + ".md" }

  /// The page of a rule.
  public static func page(_ rule: RuleInfo) -> String {
    var lines = ["# \(rule.id): \(MarkdownText.prose(rule.title))", "", facts(rule), ""]
    lines += [MarkdownText.prose(rule.what), "", "**Why.** " + MarkdownText.prose(rule.why), ""]
    lines += ["**Fix.** " + MarkdownText.prose(rule.fix), ""]
    if !rule.controls.isEmpty {
      lines += ["Answers: " + rule.controls.map { MarkdownText.code($0.description) }.joined(separator: ", "), ""]
    }
    if !rule.aliases.isEmpty {
      lines += ["Also silenced as: " + rule.aliases.map(MarkdownText.code).joined(separator: ", "), ""]
    }
    for example in rule.examples { lines += self.lines(of: example) }
    return lines.joined(separator: "\n")
  }

  /// The list of all pages.
  public static func index(_ rules: [RuleInfo]) -> String {
    var lines = [
      "# Rules", "", "Each page is made from the rule itself; `imgscan explain ID` prints the same.", "",
    ]
    for subject in [RuleSubject.dockerfile, .image, .deployment] {
      lines += ["## Of \(title(subject))", "", "| rule | severity | what |", "|---|---|---|"]
      lines += rules.filter { $0.subject == subject }.map { rule in
        "| [\(rule.id)](\(name(rule))) | \(severity(rule)) | \(MarkdownText.prose(rule.title)) |"
      }
      lines.append("")
    }
    return lines.joined(separator: "\n")
  }

  private static func title(_ subject: RuleSubject) -> String {
    switch subject {
    case .dockerfile: "Dockerfiles"
    case .image: "images"
    case .deployment: "deployment files"
    }
  }

  private static func facts(_ rule: RuleInfo) -> String {
    var facts = ["Severity: \(severity(rule))"]
    if let level = rule.level, level != .ignore { facts.append("hadolint's level: \(level.rawValue)") }
    return (facts + ["of \(title(rule.subject))", "since \(rule.since)"]).joined(separator: " · ")
  }

  private static func severity(_ rule: RuleInfo) -> String {
    rule.level == .ignore ? "off" : severityText(rule)
  }

  private static func lines(of example: Example) -> [String] {
    let title = "\(example.isBad ? "Bad" : "Good"): \(MarkdownText.prose(example.title))"
    var text: [String] = []
    if let file = example.dockerfile ?? example.deployment {
      let rows = SourceText(Array(file.utf8))
      text += (0..<rows.lineCount).map { Sanitized(String(decoding: rows.line($0 + 1), as: UTF8.self)).description }
    }
    if example.config != "{}" { text.append("config  " + Sanitized(example.config).description) }
    for (index, layer) in example.layers.enumerated() {
      if example.layers.count > 1 {
        text.append("layer \(index + 1)/\(example.layers.count)" + (index < example.baseLayers ? " base" : ""))
      }
      text += layer.map { Sanitized($0.listing).description }
    }
    // The fence is longer than any in the text.
    return [title, "", "````"] + text + ["````", ""]
  }
}
