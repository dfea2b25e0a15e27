import Core
import Dockerfile

/// A variable in FROM that no ARG before the first FROM declares.
///
/// Source: moby/buildkit 73ed682, frontend/dockerfile/linter.
struct UndefinedArgInFrom: BuildCheck {
  static let info = RuleInfo(
    id: "UndefinedArgInFrom", title: "variable in FROM is not declared", severity: .low, subject: .dockerfile,
    what:
      "FROM uses a variable, in its base or its --platform, that is neither declared by ARG before the first FROM nor "
      + "one that Docker sets (TARGETARCH and its kin); a default such as ${TAG:-3} does not count as a declaration.",
    why:
      "The variable is always empty: --build-arg cannot set what is not declared, and ARG inside a stage comes too "
      + "late.",
    fix: "declare it before the first FROM: ARG NAME=default", controls: [],
    examples: [
      .bad("not declared", dockerfile: "FROM node:22${VARIANT}\n"),
      .bad("declared in a stage", dockerfile: "FROM alpine\nARG TAG=3\nFROM alpine:${TAG}\n"),
      .good("declared", dockerfile: "ARG VARIANT=-alpine\nFROM node:22${VARIANT}\n"),
    ])

  func findings(in build: BuildDispatch) -> [BuildFinding] {
    build.stages.flatMap { stage in
      stage.undeclared.map { variable in
        finding(
          "the variable \"\(ShortText.of(variable.name))\" of FROM is not declared by an ARG before the first FROM",
          at: variable.offsets, of: stage.node, commentsOf: stage.node, in: build,
          fix: variable.suggestion.map { "did you mean \($0)?" } ?? "")
      }
    }
  }
}
