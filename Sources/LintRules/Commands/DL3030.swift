import Core

/// yum install that asks a question.
struct DL3030: LintRule {
  static let info = RuleInfo(
    "DL3030", .warning, title: "yum install without -y",
    what: "each yum install, groupinstall or localinstall without -y or --assumeyes",
    why: "a build cannot answer; yum takes silence for no and installs nothing",
    fix: "write yum install -y",
    examples: [
      .bad("a question asked", dockerfile: "FROM centos:7\nRUN yum install httpd-2.4.6\n"),
      .good("no question", dockerfile: "FROM centos:7\nRUN yum install -y httpd-2.4.6\n"),
    ])
  static let readsTriggers = true

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    for (run, command) in flow.commands(named: "yum")
    where command.has("install", "groupinstall", "localinstall") && !command.has(flags: "y", "assumeyes") {
      report.note("yum may ask a question, expected yum -y", at: run, command)
    }
  }
}
