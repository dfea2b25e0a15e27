import Core
import Dockerfile

/// COPY of several sources to what does not look like a directory.
struct DL3021: LintRule {
  static let info = RuleInfo(
    "DL3021", .error, title: "COPY of several sources to no directory",
    what: "each COPY with two sources or more whose target does not end in a slash",
    why: "several sources need a directory, which Docker only takes for one when it ends in a slash",
    fix: "end the target with a slash: COPY a b /app/",
    examples: [
      .bad("two files to a name", dockerfile: "FROM debian:12\nCOPY a b /app\n"),
      .good("two files to a directory", dockerfile: "FROM debian:12\nCOPY a b /app/\n"),
    ])

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    for instruction in flow.instructions {
      guard let copy = instruction.copy, copy.sources.count > 1 else { continue }
      let target = DockerPath(copy.destination)
      if target.text.utf8.last == UInt8(ascii: "/") { continue }
      // Docker knows that a dot is a directory; how a variable ends cannot be told.
      if !flow.isExact, target.text == "." || target.endsInVariable { continue }
      if !flow.isExact, target.text.utf8.last == UInt8(ascii: "\\") { continue }
      report.note(
        "COPY of \(copy.sources.count) sources to \(target.text), expected \(target.text)/", at: instruction,
        copy.destination.range)
    }
  }
}
