import Core

/// zypper install of a package in any version.
struct DL3037: LintRule {
  static let info = RuleInfo(
    "DL3037", .warning, title: "zypper install without a version",
    what: "each package of zypper install or in without =, > or < that is no .rpm file",
    why: "each build takes the version of its day, so two images of one Dockerfile differ",
    fix: "write package=version; zypper search -s PACKAGE shows the versions",
    examples: [
      .bad("any version", dockerfile: "FROM opensuse/leap:15.6\nRUN zypper -n install curl\n"),
      .good("one version", dockerfile: "FROM opensuse/leap:15.6\nRUN zypper -n install curl=8.6.0\n"),
    ])
  static let readsTriggers = true

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    for (run, command) in flow.commands(named: "zypper") where command.has("install", "in") {
      let open = command.operands().filter { index in
        let package = command.arguments[index]
        return package != "install" && package != "in" && !package.utf8.contains(where: "=<>".utf8.contains)
          && !package.hasSuffix(".rpm")
      }
      report.noteOpenVersions(of: open, command, at: run) { "\($0)=VERSION" }
    }
  }
}
