import Core

/// apt-get install of a package in any version.
struct DL3008: LintRule {
  static let info = RuleInfo(
    "DL3008", .warning, title: "apt-get install without a version",
    what: "each package of apt-get install without =VERSION or /RELEASE that is no .deb file",
    why: "each build takes the version of its day, so two images of one Dockerfile differ",
    fix: "write package=version; apt-cache policy PACKAGE shows the versions",
    examples: [
      .bad("any version", dockerfile: "FROM debian:12\nRUN apt-get install -y curl\n"),
      .good("one version", dockerfile: "FROM debian:12\nRUN apt-get install -y curl=8.5.0-2\n"),
    ])
  static let readsTriggers = true

  private static let valued: Set<String> = ["t", "target-release"]

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    for (run, command) in flow.commands(named: "apt-get") where command.has("install") {
      let open = command.operands(valued: DL3008.valued).filter { index in
        let package = command.arguments[index]
        return package != "install" && !package.holds("=") && !package.holds("/") && !package.hasSuffix(".deb")
      }
      report.noteOpenVersions(of: open, command, at: run) { "\($0)=VERSION" }
    }
  }
}
