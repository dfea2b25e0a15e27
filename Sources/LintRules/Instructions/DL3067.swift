import Core
import Dockerfile

/// COPY of all of an image over all of another.
struct DL3067: LintRule {
  static let info = RuleInfo(
    "DL3067", .warning, title: "COPY of a whole root",
    what: "each COPY --from of / to /",
    why: "it takes everything along, caches and tools of the build too, and writes over files of the base",
    fix: "copy the paths that are needed, or begin the stage FROM the other one",
    examples: [
      .bad(
        "root to root", dockerfile: "FROM debian:12 AS build\nFROM debian:12\nCOPY --from=build / /\n"),
      .good(
        "one directory", dockerfile: "FROM debian:12 AS build\nFROM debian:12\nCOPY --from=build /opt /opt\n"),
    ])

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    for instruction in flow.instructions {
      guard let copy = instruction.copy, let (name, _) = flow.copyOrigin(of: instruction) else { continue }
      let isRoot = { (path: Argument) in path.unquotedText == "/" }
      guard isRoot(copy.destination), copy.sources.contains(where: isRoot) else { continue }
      report.note("COPY takes all of \(name) to /, expected the paths that are needed", at: instruction)
    }
  }
}
