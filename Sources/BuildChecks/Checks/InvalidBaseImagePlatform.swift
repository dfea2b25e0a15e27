import Core

/// A base image for another platform than the one asked for.
///
/// Only a builder that has pulled the image knows; offline this check is silent.
/// Source: moby/buildkit 73ed682, frontend/dockerfile/linter.
struct InvalidBaseImagePlatform: BuildCheck {
  static let info = RuleInfo(
    id: "InvalidBaseImagePlatform", title: "base image is for another platform", severity: .low, subject: .dockerfile,
    what:
      "The pulled base image is for another operating system or architecture than was asked for. Told by docker build "
      + "--check only: nothing is pulled here, so that this check never reports anything.",
    why: "The image runs emulated, or not at all, on the platform that it is built for.",
    fix: "take a base that exists for the platform, or build for the platform that it is for", controls: [],
    examples: [.good("nothing is pulled", dockerfile: "FROM --platform=$BUILDPLATFORM alpine\n")])

  func findings(in build: BuildDispatch) -> [BuildFinding] { [] }
}
