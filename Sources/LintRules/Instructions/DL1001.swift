import Core
import Dockerfile

/// Comments that silence rules on the next line.
struct DL1001: LintRule {
  static let info = RuleInfo(
    "DL1001", .ignore, title: "a comment silences rules",
    what: "each comment that makes hadolint ignore rules on the next line; off unless it is given a level",
    why: "what is silenced in the file is not seen in a review of the reports",
    fix: "mend the instruction and drop the comment, or list the rule in the configuration, where all can see it",
    examples: [
      .bad("an ignore comment", dockerfile: "FROM debian:12\n# hadolint ignore=DL3000\nWORKDIR app\n"),
      .good("none", dockerfile: "FROM debian:12\nWORKDIR /app\n"),
    ])

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    guard !flow.syntax.comments.isEmpty else { return }
    for pragma in HadolintPragma.all(of: flow.syntax) {
      guard case .ignore(let codes) = pragma.kind else { continue }
      report.note("the comment silences \(codes.joined(separator: ", ")), expected no such comment", at: pragma)
    }
  }
}
