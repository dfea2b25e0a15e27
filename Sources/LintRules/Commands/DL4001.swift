import Core

/// curl and wget in one stage.
struct DL4001: LintRule {
  static let info = RuleInfo(
    "DL4001", .warning, title: "both curl and wget are used",
    what: "the first command of a stage by which it has used both curl and wget",
    why: "two programs for one purpose are twice to install and to patch",
    fix: "download everything by one of the two",
    examples: [
      .bad(
        "two programs",
        dockerfile: "FROM debian:12\nRUN curl -O https://example.com/a\nRUN wget -q https://example.com/b\n"),
      .good(
        "one program",
        dockerfile: "FROM debian:12\nRUN curl -O https://example.com/a\nRUN curl -O https://example.com/b\n"),
    ])
  static let readsTriggers = true

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    guard flow.uses("curl"), flow.uses("wget") else { return }
    var stage = -1
    var used: Set<String> = []
    for run in flow.runs {
      if run.stage != stage { (stage, used) = (run.stage, []) }
      let uses = run.commands.filter { $0.name == "curl" || $0.name == "wget" }
      let wasBoth = used.count == 2
      let earlier = used
      used.formUnion(uses.map(\.name))
      // One finding says it; hadolint has one for each RUN.
      if !flow.isExact, wasBoth { continue }
      let isMeant = { (command: LintCommand) in flow.isExact || earlier.isEmpty || !earlier.contains(command.name) }
      guard used.count == 2, let first = uses.first(where: isMeant) else { continue }
      report.note(
        "\(first.name) and \(first.name == "curl" ? "wget" : "curl") in one stage, expected one of the two", at: run,
        first)
    }
  }
}
