import Core
import Dockerfile

/// A CMD, ENTRYPOINT or HEALTHCHECK that a later one of the same stage replaces.
///
/// BuildKit puts the finding at the one that does not count.
/// Source: moby/buildkit 73ed682, frontend/dockerfile/linter.
struct MultipleInstructionsDisallowed: BuildCheck {
  static let info = RuleInfo(
    id: "MultipleInstructionsDisallowed", title: "instruction is replaced by a later one", severity: .low,
    subject: .dockerfile,
    what: "A stage has more than one CMD, ENTRYPOINT or HEALTHCHECK. Each but the last is reported.",
    why: "Only the last one of a stage counts; the others do nothing.",
    fix: "delete all but the last", controls: [],
    examples: [
      .bad("twice", dockerfile: "FROM alpine\nENTRYPOINT [\"a\"]\nENTRYPOINT [\"b\"]\n"),
      .good("once a stage", dockerfile: "FROM alpine AS a\nCMD [\"a\"]\nFROM a\nCMD [\"b\"]\n"),
    ])

  func findings(in build: BuildDispatch) -> [BuildFinding] {
    build.steps.compactMap { step in
      guard let previous = step.previous else { return nil }
      let name = step.instruction.keyword.name
      return finding(
        "\(name) is replaced by a later \(name) of the stage", at: nil, of: previous,
        commentsOf: step.isTriggered ? nil : step.node, in: build,
        notes: [Note("the later one", place: build.place(nil, ofNode: step.node).place)])
    }
  }
}
