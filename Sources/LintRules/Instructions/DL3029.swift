import Core
import Dockerfile

/// FROM for a fixed platform.
struct DL3029: LintRule {
  static let info = RuleInfo(
    "DL3029", .warning, title: "FROM has a fixed platform",
    what: "each FROM --platform whose value names neither BUILDPLATFORM nor TARGETPLATFORM",
    why: "the image is then of that platform wherever it is built, and runs slowly or not at all on others",
    fix: "leave --platform out, or for tools of the build write --platform=$BUILDPLATFORM",
    examples: [
      .bad("a fixed platform", dockerfile: "FROM --platform=linux/amd64 debian:12\n"),
      .good("that of the builder", dockerfile: "FROM --platform=$BUILDPLATFORM debian:12\n"),
    ])

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    for instruction in flow.instructions {
      guard instruction.keyword == .from, let flag = instruction.flag("platform"),
        let platform = flow.value(of: flag, instruction)
      else { continue }
      if platform.holds("BUILDPLATFORM") || platform.holds("TARGETPLATFORM") { continue }
      report.note(
        "--platform=\(platform) is fixed, expected none or $BUILDPLATFORM", at: instruction,
        flag.range)
    }
  }
}
