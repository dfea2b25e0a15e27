import Core

/// dnf install of a package in any version.
struct DL3041: LintRule {
  static let info = RuleInfo(
    "DL3041", .warning, title: "dnf install without a version",
    what: """
      each package of dnf or microdnf install without -VERSION that is no .rpm file, and each module without a \
      stream
      """,
    why: "each build takes the version of its day, so two images of one Dockerfile differ",
    fix: "write package-version; dnf list --showduplicates PACKAGE shows the versions",
    examples: [
      .bad("any version", dockerfile: "FROM fedora:40\nRUN dnf install -y httpd\n"),
      .good("one version", dockerfile: "FROM fedora:40\nRUN dnf install -y httpd-2.4.58\n"),
    ])
  static let readsTriggers = true

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    RPMInstall.check(flow, "dnf", "microdnf", skipping: "group", report: &report)
  }
}
