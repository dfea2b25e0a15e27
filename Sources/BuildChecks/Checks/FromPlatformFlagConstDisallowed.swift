import Core
import Dockerfile

/// A constant platform in FROM.
///
/// Source: moby/buildkit 73ed682, frontend/dockerfile/linter.
struct FromPlatformFlagConstDisallowed: BuildCheck {
  static let info = RuleInfo(
    id: "FromPlatformFlagConstDisallowed", title: "FROM has a constant --platform", severity: .low,
    subject: .dockerfile,
    what:
      "FROM has a --platform without a variable, and the name of the stage tells neither its operating system nor its "
      + "architecture.",
    why:
      "Whatever platform the image is built for, this stage is for the one that is written: it is emulated elsewhere, "
      + "or does not run at all.",
    fix:
      "delete --platform, use $BUILDPLATFORM or $TARGETPLATFORM, or name the stage for its platform, such as "
      + "build-arm64",
    controls: [],
    examples: [
      .bad("constant", dockerfile: "FROM --platform=linux/amd64 alpine AS build\n"),
      .good("variable", dockerfile: "FROM --platform=$BUILDPLATFORM alpine AS build\n"),
      .good("named for it", dockerfile: "FROM --platform=linux/amd64 alpine AS build-amd64\n"),
    ])

  func findings(in build: BuildDispatch) -> [BuildFinding] {
    build.stages.compactMap { stage in
      guard let platform = stage.platform, platform.value.isKnown, platform.found.isEmpty, !platform.hasMissing,
        let parts = PlatformName(platform.value.text)
      else { return nil }
      if let name = stage.name, name.holds(parts.os) || name.holds(parts.architecture) { return nil }
      return finding(
        "--platform is always \(ShortText.of(platform.value.text)), whatever is built for", at: platform.value.offsets,
        of: stage.node, commentsOf: stage.node, in: build)
    }
  }
}
