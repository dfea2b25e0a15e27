import Core
import Dockerfile

/// COPY to a relative path in a stage without WORKDIR.
struct DL3045: LintRule {
  static let info = RuleInfo(
    "DL3045", .warning, title: "COPY to a relative path without WORKDIR",
    what: "each COPY to a relative path where no WORKDIR was set in the stage or in those it is built from",
    why: "where the files go depends on the base image then, and may change with it",
    fix: "set WORKDIR before, or write the whole path",
    examples: [
      .bad("no WORKDIR", dockerfile: "FROM debian:12\nCOPY app bin/\n"),
      .good("a WORKDIR", dockerfile: "FROM debian:12\nWORKDIR /opt\nCOPY app bin/\n"),
    ])

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    let names = StageNames(flow)
    var withWorkdir: Set<String> = []
    var key: String?
    var isSet = false
    for instruction in flow.instructions {
      switch instruction.kind {
      case .from:
        guard let base = names.base(of: instruction) else { continue }
        // hadolint keeps stages without a name by their image, so that two of the same image are one to it.
        key = instruction.alias.map(names.key) ?? (flow.isExact ? base : nil)
        isSet = withWorkdir.contains(base)
        if let key { if isSet { withWorkdir.insert(key) } else { withWorkdir.remove(key) } }
      case .workdir:
        isSet = true
        if let key { withWorkdir.insert(key) }
      case .copy(let copy) where !isSet:
        let target = DockerPath(copy.destination)
        guard !target.isAnchored else { continue }
        report.note(
          "COPY to \(target.text) without a WORKDIR, expected WORKDIR before it or an absolute path", at: instruction,
          copy.destination.range)
      default: break
      }
    }
  }
}
