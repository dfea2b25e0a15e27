import Core

/// pip install of a package in any version.
struct DL3013: LintRule {
  static let info = RuleInfo(
    "DL3013", .warning, title: "pip install without a version",
    what: "each package of pip install without a version, tag or constraints file",
    why: "each build takes the version of its day, so two images of one Dockerfile differ",
    fix: "write package==version, or pip install -r FILE",
    examples: [
      .bad("any version", dockerfile: "FROM python:3.12\nRUN pip install --no-cache-dir flask\n"),
      .good("one version", dockerfile: "FROM python:3.12\nRUN pip install --no-cache-dir flask==3.0.3\n"),
    ])
  static let readsTriggers = true

  private static let valued: Set<String> = [
    "abi", "b", "build", "e", "editable", "extra-index-url", "f", "find-links", "i", "index-url", "implementation",
    "no-binary", "only-binary", "platform", "prefix", "progress-bar", "proxy", "python", "python-version", "root",
    "root-user-action", "src", "t", "target", "trusted-host", "upgrade-strategy",
  ]

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    for (run, command) in flow.pipInstalls {
      guard !command.has(flags: "constraint", "c"), !command.has("-r", "--requirement", ".") else { continue }
      let operands = command.operands(valued: DL3013.valued)
      guard let install = operands.firstIndex(where: { command.arguments[$0] == "install" }) else { continue }
      let packages = operands[install...].drop { command.arguments[$0] == "install" }
      let open = packages.filter { !isFixed(command.arguments[$0], isExact: flow.isExact) }
      report.noteOpenVersions(of: open, command, at: run) { "\($0)==VERSION" }
    }
  }

  /// Whether a package's version, file or tag is given.
  private func isFixed(_ package: String, isExact: Bool) -> Bool {
    if package.hasSuffix(".whl") || package.hasSuffix(".tar.gz") { return true }
    if ["==", ">=", "<=", ">", "<", "!=", "~="].contains(where: package.holds) { return true }
    let isRepository = DL3013.repositories.contains(where: package.hasPrefix) && (isExact || package.holds("://"))
    return isRepository ? package.holds("@") : package.holds("/")
  }

  /// Source: hadolint 2.15.1, measured: that no colon has to follow makes `git/x` one.
  private static let repositories = [
    "git", "hg+file", "hg+http", "hg+ssh", "hg+static-http", "svn", "bzr+http", "bzr+ssh", "bzr+sftp", "bzr+ftp",
    "bzr+lp",
  ]
}
