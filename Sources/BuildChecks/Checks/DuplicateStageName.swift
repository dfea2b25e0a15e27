import Core
import Dockerfile

/// A stage with the name of an earlier one.
///
/// Source: moby/buildkit 73ed682, frontend/dockerfile/linter.
struct DuplicateStageName: BuildCheck {
  static let info = RuleInfo(
    id: "DuplicateStageName", title: "two stages have one name", severity: .low, subject: .dockerfile,
    what: "The name of a stage, letter case aside, is that of an earlier one.",
    why: "FROM takes the stage of the name that was last before it, COPY --from and --target the last of all: what is "
      + "copied is easily not what was meant.",
    fix: "give each stage a name of its own", controls: [],
    examples: [
      .bad("twice", dockerfile: "FROM alpine AS build\nFROM debian AS build\n"),
      .good("once each", dockerfile: "FROM alpine AS build\nFROM debian AS run\n"),
    ])

  func findings(in build: BuildDispatch) -> [BuildFinding] {
    guard build.isRead else { return [] }
    var seen: [String: Int] = [:]
    return build.stages.compactMap { stage in
      guard let name = stage.name else { return nil }
      guard let first = seen[name] else {
        seen[name] = stage.node
        return nil
      }
      return finding(
        "the stage name \"\(ShortText.of(name))\" is used before",
        at: stage.from.name.map { build.offsets(of: $0.range, ofNode: stage.node) }, of: stage.node, commentsOf: nil,
        in: build, notes: [Note("first here", place: build.place(nil, ofNode: first).place)])
    }
  }
}
