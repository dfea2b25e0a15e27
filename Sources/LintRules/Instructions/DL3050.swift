import Core
import Dockerfile

/// Labels that nobody asked for.
struct DL3050: LintRule {
  static let info = RuleInfo(
    "DL3050", .info, title: "label is not in the schema",
    what: "labels that the configuration does not name, when it says that there are no others",
    why: "a label with a mistyped name is one that tools look for in vain",
    fix: "spell the label as the schema does, or add it there",
    examples: [
      .bad("a label of another name", dockerfile: "FROM debian:12\nLABEL verison=1.4.0\n"),
      .good("a label of the schema", dockerfile: "FROM debian:12\nLABEL version=1.4.0\n"),
    ])

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    guard flow.options.hasStrictLabels else { return }
    let known = Set(flow.options.labelSchema.map { $0.name })
    for instruction in flow.instructions where instruction.keyword == .label {
      for label in flow.labels(of: instruction) where !known.contains(label.name) {
        report.note("label \(label.name) is not in the schema, expected one that is", at: instruction, label.range)
      }
    }
  }
}
