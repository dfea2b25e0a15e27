import Core
import Dockerfile

/// ONBUILD of what it cannot trigger.
struct DL3043: LintRule {
  static let info = RuleInfo(
    "DL3043", .error, title: "ONBUILD cannot trigger this",
    what: "each ONBUILD of ONBUILD, FROM or MAINTAINER",
    why: "Docker refuses these three behind ONBUILD",
    fix: "leave the instruction out",
    examples: [
      .bad("a FROM", dockerfile: "FROM debian:12\nONBUILD FROM debian:12\n"),
      .good("a RUN", dockerfile: "FROM debian:12\nONBUILD RUN make\n"),
    ])

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    for instruction in flow.instructions where instruction.keyword == .onbuild {
      let texts = flow.syntax.nodes[instruction.node].texts.dropFirst()
      guard let inner = texts.first, let keyword = inner.keyword else { continue }
      guard [.onbuild, .from, .maintainer].contains(keyword) else { continue }
      report.note("ONBUILD \(keyword.name) cannot be, expected another instruction", at: instruction, inner.command)
    }
  }
}
