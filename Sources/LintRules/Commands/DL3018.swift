import Core

/// apk add of a package in any version.
struct DL3018: LintRule {
  static let info = RuleInfo(
    "DL3018", .warning, title: "apk add without a version",
    what: "each package of apk add without =, ~, > or < that is no .apk file",
    why: "each build takes the version of its day, so two images of one Dockerfile differ",
    fix: "write package=version, or package~=version for its patches",
    examples: [
      .bad("any version", dockerfile: "FROM alpine:3.20\nRUN apk add --no-cache curl\n"),
      .good("one version", dockerfile: "FROM alpine:3.20\nRUN apk add --no-cache curl=8.9.1-r1\n"),
    ])
  static let readsTriggers = true

  private static let valued: Set<String> = ["t", "virtual", "repository", "X"]
  /// All options of apk with a value; hadolint takes the values of those that it does not know for packages.
  ///
  /// Source: apk(8) of apk-tools 2.14.
  private static let allValued = valued.union([
    "p", "root", "arch", "cache-dir", "cache-max-age", "keys-dir", "progress-fd", "repositories-file", "timeout",
    "wait",
  ])

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    for (run, command) in flow.commands(named: "apk") where command.has("add") {
      let open = command.operands(valued: flow.isExact ? DL3018.valued : DL3018.allValued).filter { index in
        let package = command.arguments[index]
        return package != "add" && !package.utf8.contains(where: "=~<>".utf8.contains) && !package.hasSuffix(".apk")
      }
      report.noteOpenVersions(of: open, command, at: run) { "\($0)=VERSION" }
    }
  }
}
