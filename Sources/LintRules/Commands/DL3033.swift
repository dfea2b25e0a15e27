import Core

/// yum install of a package in any version.
struct DL3033: LintRule {
  static let info = RuleInfo(
    "DL3033", .warning, title: "yum install without a version",
    what: """
      each package of yum install without -VERSION that is no .rpm file, and each module without a stream
      """,
    why: "each build takes the version of its day, so two images of one Dockerfile differ",
    fix: "write package-version; yum list --showduplicates PACKAGE shows the versions",
    examples: [
      .bad("any version", dockerfile: "FROM centos:7\nRUN yum install -y httpd\n"),
      .good("one version", dockerfile: "FROM centos:7\nRUN yum install -y httpd-2.4.6\n"),
    ])
  static let readsTriggers = true

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    RPMInstall.check(flow, "yum", report: &report)
  }
}
