import Core
import Dockerfile

/// `FROM --platform=$TARGETPLATFORM`, which is what Docker does anyhow.
///
/// Source: moby/buildkit 73ed682, frontend/dockerfile/linter.
struct RedundantTargetPlatform: BuildCheck {
  static let info = RuleInfo(
    id: "RedundantTargetPlatform", title: "--platform=$TARGETPLATFORM is what Docker does anyhow", severity: .info,
    subject: .dockerfile,
    what: "FROM has a --platform that is the variable TARGETPLATFORM and nothing else.",
    why: "A stage is built for the target platform unless told otherwise; the flag only looks as if it did something.",
    fix: "delete --platform=$TARGETPLATFORM", controls: [],
    examples: [
      .bad("the target platform", dockerfile: "FROM --platform=$TARGETPLATFORM alpine\n"),
      .good("the platform of the builder", dockerfile: "FROM --platform=$BUILDPLATFORM alpine AS build\n"),
      .good("no flag", dockerfile: "FROM alpine\n"),
    ])

  func findings(in build: BuildDispatch) -> [BuildFinding] {
    build.stages.compactMap { stage in
      guard let platform = stage.platform, platform.found == ["TARGETPLATFORM"], !platform.hasMissing,
        platform.isTarget
      else { return nil }
      return finding(
        "--platform=\(ShortText.of(platform.written)) is what Docker builds for anyhow", at: platform.value.offsets,
        of: stage.node, commentsOf: stage.node, in: build)
    }
  }
}
