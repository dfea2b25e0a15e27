import Core

/// Labels that must name a licence and do not.
struct DL3054: LintRule {
  static let info = RuleInfo(
    "DL3054", .warning, title: "label is no licence",
    what: "labels whose type in the configuration is spdx",
    why: "tools that gather licences know them by the names of the SPDX list alone",
    fix: "write one name of the SPDX list: Apache-2.0",
    examples: [
      .bad("label is no licence", dockerfile: "FROM debian:12\nLABEL licenses=Apache\n"),
      .good("as expected", dockerfile: "FROM debian:12\nLABEL licenses=Apache-2.0\n"),
    ])

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    flow.judgeLabels(of: .spdx, expected: "a name of the SPDX licence list", &report) { SPDXLicenses.contains($0) }
  }
}
