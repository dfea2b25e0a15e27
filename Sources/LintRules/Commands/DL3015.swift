import Core

/// apt-get install of recommended packages.
struct DL3015: LintRule {
  static let info = RuleInfo(
    "DL3015", .info, title: "apt-get install without --no-install-recommends",
    what: "each apt-get install without --no-install-recommends or APT::Install-Recommends=false",
    why: "packages come along that nothing asked for: a larger image with more to patch",
    fix: "write apt-get install --no-install-recommends",
    examples: [
      .bad("recommended packages, too", dockerfile: "FROM debian:12\nRUN apt-get install -y curl=8.5.0-2\n"),
      .good(
        "what was asked for",
        dockerfile: "FROM debian:12\nRUN apt-get install -y --no-install-recommends curl=8.5.0-2\n"),
    ])
  static let readsTriggers = true

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    for (run, command) in flow.commands(named: "apt-get")
    where command.has("install") && !command.has(flags: "no-install-recommends")
      && !command.has("APT::Install-Recommends=false")
    {
      report.note(
        "apt-get installs recommended packages, too, expected apt-get install --no-install-recommends", at: run, command
      )
    }
  }
}
