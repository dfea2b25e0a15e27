import Core

/// dnf install that asks a question.
struct DL3038: LintRule {
  static let info = RuleInfo(
    "DL3038", .warning, title: "dnf install without -y",
    what: "each dnf or microdnf install, groupinstall or localinstall without -y or --assumeyes",
    why: "a build cannot answer; dnf takes silence for no and installs nothing",
    fix: "write dnf install -y",
    examples: [
      .bad("a question asked", dockerfile: "FROM fedora:40\nRUN dnf install httpd-2.4.58\n"),
      .good("no question", dockerfile: "FROM fedora:40\nRUN dnf install -y httpd-2.4.58\n"),
    ])
  static let readsTriggers = true

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    for (run, command) in flow.commands(named: "dnf", "microdnf")
    where command.has("install", "groupinstall", "localinstall") && !command.has(flags: "y", "assumeyes") {
      report.note("\(command.name) may ask a question, expected \(command.name) -y", at: run, command)
    }
  }
}
