import Core

/// zypper dist-upgrade in RUN.
struct DL3035: LintRule {
  static let info = RuleInfo(
    "DL3035", .warning, title: "RUN upgrades the distribution by zypper",
    what: "each zypper with dist-upgrade or dup among its arguments",
    why: "what comes depends on the day of the build, and a release may be left half way to the next",
    fix: "take a newer base image, or zypper update the packages that need it",
    examples: [
      .bad("a distribution upgraded", dockerfile: "FROM opensuse/leap:15.6\nRUN zypper -n dup\n"),
      .good("one package updated", dockerfile: "FROM opensuse/leap:15.6\nRUN zypper -n update curl\n"),
    ])
  static let readsTriggers = true

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    for (run, command) in flow.commands(named: "zypper") where command.has("dist-upgrade", "dup") {
      report.note("zypper upgrades the distribution, expected a newer base image", at: run, command)
    }
  }
}
