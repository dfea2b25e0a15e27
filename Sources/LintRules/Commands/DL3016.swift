import Core

/// npm install of a package in any version.
struct DL3016: LintRule {
  static let info = RuleInfo(
    "DL3016", .warning, title: "npm install without a version",
    what: "each package of npm install without a version, tag or commit",
    why: "each build takes the version of its day, so two images of one Dockerfile differ",
    fix: "write package@version, or copy package.json and its lock file and write npm ci",
    examples: [
      .bad("any version", dockerfile: "FROM node:22\nRUN npm install express\n"),
      .good("one version", dockerfile: "FROM node:22\nRUN npm install express@4.19.2\n"),
    ])
  static let readsTriggers = true

  private static let valued: Set<String> = ["loglevel", "registry"]

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    for (run, command) in flow.commands(named: "npm") {
      let operands = command.operands(valued: DL3016.valued)
      guard let first = operands.first, command.arguments[first] == "install" else { continue }
      let packages = operands.drop { command.arguments[$0] == "install" }
      let open = packages.filter { !isFixed(command.arguments[$0]) }
      report.noteOpenVersions(of: open, command, at: run) { "\($0)@VERSION" }
    }
  }

  /// Whether a package is a file or has its version or commit.
  private func isFixed(_ package: String) -> Bool {
    if ["git://", "git+ssh://", "git+http://", "git+https://"].contains(where: package.hasPrefix) {
      return package.holds("#")
    }
    if [".tar", ".tar.gz", ".tgz"].contains(where: package.hasSuffix) { return true }
    if ["/", "./", "../", "~/"].contains(where: package.hasPrefix) { return true }
    let bytes = package.utf8
    guard bytes.first == UInt8(ascii: "@") else { return bytes.contains(UInt8(ascii: "@")) }
    return bytes.drop { $0 != UInt8(ascii: "/") }.contains(UInt8(ascii: "@"))
  }
}
