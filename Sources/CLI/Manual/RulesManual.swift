import Core
import Reports
import Rules

/// imgscan-rules(7), from the rules.
struct RulesManual {
  func text() -> String {
    var page = Roff(name: "imgscan-rules", section: 7, summary: "what imgscan looks for")
    page.heading("Description")
    page.prose(
      "Each rule has an id that never changes, a usual severity, one for the profiles strict and runbook where that "
        + "differs, and the controls of norms and the checks of other tools that it answers. imgscan explain ID prints "
        + "more of one rule, with examples.")
    for (subject, title) in [
      (RuleSubject.image, "Rules for images"), (.dockerfile, "Rules for Dockerfiles"),
      (.deployment, "Rules for deployments"),
    ] {
      let rules = RuleTable.infos.filter { $0.subject == subject }
      if rules.isEmpty { continue }
      page.heading(title)
      for rule in rules { write(rule, into: &page) }
    }
    page.heading("See also")
    page.prose("imgscan(1), imgscan.yaml(5)")
    return page.text
  }

  private func write(_ rule: RuleInfo, into page: inout Roff) {
    page.item("\(rule.id)  \(rule.title)", "Severity: \(severityText(rule)). \(rule.what)")
    page.indented("Why: " + rule.why)
    page.indented("Fix: " + rule.fix)
    let also = (rule.controls.map(\.description) + rule.aliases).joined(separator: ", ")
    if !also.isEmpty { page.indented("Controls: " + also) }
  }
}
