import Core
import Dockerfile

/// FROM with the tag latest.
struct DL3007: LintRule {
  static let info = RuleInfo(
    "DL3007", .warning, title: "image with the tag latest",
    what: "each FROM whose tag is latest, without a digest",
    why: "latest is whatever was pushed last, so the same file builds something else tomorrow",
    fix: "name the version: FROM debian:12.8, better with its digest",
    examples: [
      .bad("latest", dockerfile: "FROM debian:latest\n"),
      .good("a version", dockerfile: "FROM debian:12.8\n"),
    ])

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    for instruction in flow.instructions {
      guard case .from(let from) = instruction.kind, let written = instruction.image else { continue }
      let image = flow.isExact ? written : written.withPort
      guard image.tag == "latest", image.digest == nil else { continue }
      report.note("image \(written.text) has the tag latest, expected a version", at: instruction, from.base.range)
    }
  }
}
