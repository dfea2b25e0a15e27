import Core
import JSONText

/// The rules that results of a run name, as SARIF's tool component.
struct SarifRules {
  private let ids: [RuleID]
  private let indices: [RuleID: Int]
  private let infos: [RuleID: RuleInfo]
  /// The worst severity of each rule's results: GitHub takes the severity of a rule for that of its results.
  private let worst: [RuleID: Severity]

  init(_ results: some Sequence<ReportItem>) {
    var (infos, worst): ([RuleID: RuleInfo], [RuleID: Severity]) = ([:], [:])
    for item in results {
      let rule = item.finding.rule
      if let known = worst[rule] {
        if known < item.finding.severity { worst[rule] = item.finding.severity }
      } else {
        (worst[rule], infos[rule]) = (item.finding.severity, item.info)
      }
    }
    let sorted = worst.keys.sorted()
    ids = sorted
    indices = Dictionary(sorted.enumerated().map { ($0.element, $0.offset) }) { first, _ in first }
    (self.infos, self.worst) = (infos, worst)
  }

  /// The rule's place in the list.
  func index(of rule: RuleID) -> Int? { indices[rule] }

  /// The members of the tool's driver.
  func write(into json: inout JSONWriter) {
    json.member("name", Tool.name)
    json.member("version", Tool.version)
    json.member("semanticVersion", Tool.version)
    json.key("rules")
    json.array { json in
      for id in ids { json.object { write(id, into: &$0) } }
    }
  }

  private func write(_ id: RuleID, into json: inout JSONWriter) {
    let (info, severity) = (infos[id], worst[id] ?? .info)
    let name = Sanitized(id.description).description
    json.member("id", name)
    json.text("shortDescription", info?.title ?? name)
    json.text("fullDescription", info.map { nonEmpty($0.what, $0.title) } ?? name)
    let isShellCheck = ShellCheckCode.isCode(name)
    if isShellCheck { json.member("helpUri", ShellCheckCode.page(name)) }
    let usual = isShellCheck ? severity : info?.severity ?? severity
    json.member("defaultConfiguration", object: { $0.member("level", usual.word) })
    json.member(
      "help",
      object: { json in
        json.member("text", info.map(SarifRules.help) ?? "nothing more is known of this rule")
        if let info { json.member("markdown", SarifRules.markdown(info)) }
      })
    json.member(
      "properties",
      object: { json in
        json.member("tags", SarifRules.tags(info))
        json.member("precision", "high")
        json.member("problem.severity", SarifRules.problem(severity))
        json.member("security-severity", SarifRules.score(severity))
      })
  }

  private func nonEmpty(_ text: String, _ other: String) -> String { text.isEmpty ? other : text }

  private static func help(_ info: RuleInfo) -> String {
    var parts: [String] = []
    if !info.why.isEmpty { parts.append("Why: " + info.why) }
    if !info.fix.isEmpty { parts.append("Fix: " + info.fix) }
    parts.append("More: imgscan explain \(info.id)")
    return parts.joined(separator: "\n\n")
  }

  private static func markdown(_ info: RuleInfo) -> String {
    var parts: [String] = []
    if !info.what.isEmpty { parts.append("**What** " + escaped(info.what)) }
    if !info.why.isEmpty { parts.append("**Why** " + escaped(info.why)) }
    if !info.fix.isEmpty { parts.append("**Fix**\n\n````text\n" + info.fix + "\n````") }
    if !info.controls.isEmpty { parts.append("**See** " + info.controls.map(spoken).joined(separator: ", ")) }
    parts.append("**More** `imgscan explain \(info.id)`")
    return parts.joined(separator: "\n\n")
  }

  /// Text as markdown: what it says in backquotes stays code, all else is words.
  private static func escaped(_ text: String) -> String {
    var out: [UInt8] = []
    var isCode = false
    for byte in text.utf8 {
      if byte == UInt8(ascii: "`") { isCode.toggle() }
      if !isCode, "\\*_[]<>#|~".utf8.contains(byte) { out.append(UInt8(ascii: "\\")) }
      out.append(byte)
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// `security` and the weaknesses first: GitHub keeps ten.
  private static func tags(_ info: RuleInfo?) -> [String] {
    let controls = (info?.controls ?? []).map(\.description)
    let weaknesses = controls.filter { $0.hasPrefix("cwe:") }.map { control in
      let number = control.dropFirst(4)
      return "external/cwe/cwe-" + String(repeating: "0", count: max(0, 3 - number.utf8.count)) + number
    }
    let others = controls.filter { !$0.hasPrefix("cwe:") }
    return Array((["security"] + weaknesses + others).prefix(10))
  }

  private static func problem(_ severity: Severity) -> String {
    switch severity {
    case .critical, .high: "error"
    case .medium: "warning"
    case .low, .info: "recommendation"
    }
  }

  /// GitHub: above 9.0 critical, from 7.0 high, from 4.0 medium, above 0 low.
  private static func score(_ severity: Severity) -> String {
    switch severity {
    case .critical: "9.5"
    case .high: "8.0"
    case .medium: "5.5"
    case .low: "2.5"
    case .info: "0.5"
    }
  }
}
