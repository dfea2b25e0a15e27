import Core
import Dockerfile

/// What stands before the first FROM.
struct DL3061: LintRule {
  static let info = RuleInfo(
    "DL3061", .error, title: "instruction before FROM",
    what: "each instruction before the first FROM except ARG",
    why: "there is nothing yet that it could change, so Docker refuses the file",
    fix: "begin with FROM, or with ARG and then FROM",
    examples: [
      .bad("a label first", dockerfile: "LABEL a=b\nFROM debian:12\n"),
      .good("ARG first", dockerfile: "ARG VERSION=12\nFROM debian:$VERSION\n"),
    ])

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    for instruction in flow.instructions {
      if instruction.stage >= 0 { break }
      guard instruction.keyword != .arg else { continue }
      report.note("\(instruction.keyword.name) stands before FROM, expected FROM or ARG first", at: instruction)
    }
  }
}
