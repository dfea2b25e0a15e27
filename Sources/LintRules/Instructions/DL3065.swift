import Core
import Dockerfile

/// FROM for the platform that it has anyway.
struct DL3065: LintRule {
  static let info = RuleInfo(
    "DL3065", .warning, title: "FROM has the usual platform",
    what: "each FROM whose platform is TARGETPLATFORM alone",
    why: "that is the platform without the flag, too, so it only adds a word to read",
    fix: "leave --platform out",
    examples: [
      .bad("the target's platform", dockerfile: "FROM --platform=$TARGETPLATFORM debian:12\n"),
      .good("no platform", dockerfile: "FROM debian:12\n"),
    ])

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    for instruction in flow.instructions {
      guard instruction.keyword == .from, let flag = instruction.flag("platform"),
        let platform = flow.value(of: flag, instruction)
      else { continue }
      guard platform == "$TARGETPLATFORM" || platform == "${TARGETPLATFORM}" else { continue }
      report.note(
        "--platform=\(platform) is what FROM does anyway, expected no flag", at: instruction,
        flag.range)
    }
  }
}
