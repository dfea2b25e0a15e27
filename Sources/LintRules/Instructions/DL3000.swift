import Core
import Dockerfile

/// WORKDIR with a relative path.
struct DL3000: LintRule {
  static let info = RuleInfo(
    "DL3000", .error, title: "WORKDIR is relative",
    what: "each WORKDIR whose path begins with neither a slash nor a drive nor a variable",
    why: "a relative path depends on every WORKDIR before it and on the base image, and changes with them",
    fix: "write the whole path: WORKDIR /app",
    examples: [
      .bad("a relative directory", dockerfile: "FROM debian:12\nWORKDIR app\n"),
      .good("an absolute one", dockerfile: "FROM debian:12\nWORKDIR /app\n"),
    ])

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    for instruction in flow.instructions {
      guard case .workdir(let argument) = instruction.kind else { continue }
      let path = DockerPath(argument)
      guard !path.isAnchored else { continue }
      report.note("WORKDIR \(path.text) is relative, expected an absolute path", at: instruction, argument.range)
    }
  }
}
