import Core
import Dockerfile

/// A stage named as something that Docker has a meaning for.
///
/// Source: moby/buildkit 73ed682, frontend/dockerfile/linter.
struct ReservedStageName: BuildCheck {
  static let info = RuleInfo(
    id: "ReservedStageName", title: "stage has a reserved name", severity: .low, subject: .dockerfile,
    what: "A stage is named scratch or context.",
    why: "Docker takes scratch for the empty image and context for the build context; a stage of that name hides it.",
    fix: "name the stage by what it makes, such as build", controls: [],
    examples: [
      .bad("scratch", dockerfile: "FROM alpine AS scratch\n"),
      .good("a name of its own", dockerfile: "FROM alpine AS build\n"),
    ])

  func findings(in build: BuildDispatch) -> [BuildFinding] {
    guard build.isRead else { return [] }
    return build.stages.compactMap { stage in
      guard let name = stage.name, ["scratch", "context"].contains(name) else { return nil }
      return finding(
        "the stage name \"\(name)\" is reserved",
        at: stage.from.name.map { build.offsets(of: $0.range, ofNode: stage.node) },
        of: stage.node, commentsOf: nil, in: build)
    }
  }
}
