import Core
import Dockerfile

/// MAINTAINER, which Docker has given up.
struct DL4000: LintRule {
  static let info = RuleInfo(
    "DL4000", .error, title: "MAINTAINER is used",
    what: "each MAINTAINER instruction",
    why: "Docker has deprecated it; a label says the same where tools look for it",
    fix: #"write LABEL org.opencontainers.image.authors="…" instead"#,
    examples: [
      .bad("an author by MAINTAINER", dockerfile: "FROM debian:12\nMAINTAINER ops@example.com\n"),
      .good(
        "an author as a label",
        dockerfile: "FROM debian:12\nLABEL org.opencontainers.image.authors=ops@example.com\n"),
    ])

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    for instruction in flow.instructions where instruction.keyword == .maintainer {
      report.note("MAINTAINER is deprecated, expected a label with the author", at: instruction)
    }
  }
}
