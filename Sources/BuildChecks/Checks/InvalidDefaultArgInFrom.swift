import Core
import Dockerfile

/// A base that is no image when only the defaults of ARG are put in.
///
/// Source: moby/buildkit 73ed682, frontend/dockerfile/linter.
struct InvalidDefaultArgInFrom: BuildCheck {
  static let info = RuleInfo(
    id: "InvalidDefaultArgInFrom", title: "base is no image without build arguments", severity: .low,
    subject: .dockerfile,
    what:
      "With the defaults of the ARG before the first FROM, and no --build-arg, the base in FROM is empty or is not the "
      + "name of an image.",
    why: "The file cannot be built, nor be checked, by someone who does not know which arguments to give.",
    fix: "give the ARG a default, or write a default in FROM: FROM alpine:${TAG:-3}", controls: [],
    examples: [
      .bad("no default", dockerfile: "ARG TAG\nFROM alpine:${TAG}\n"),
      .bad("upper-case name", dockerfile: "FROM Alpine\n"),
      .good("default", dockerfile: "ARG TAG=3.22\nFROM alpine:${TAG}\n"),
      .good("may be empty", dockerfile: "ARG VARIANT\nFROM alpine:3.22${VARIANT}\n"),
    ])

  func findings(in build: BuildDispatch) -> [BuildFinding] {
    build.stages.compactMap { stage in
      guard stage.hasInvalidDefault else { return nil }
      let base = stage.from.base
      let isVariable = base.bytes.contains(UInt8(ascii: "$"))
      return finding(
        "\"\(ShortText.of(base.text))\" is not the name of an image"
          + (isVariable ? " when only defaults are put in" : ""),
        at: build.offsets(of: base.range, ofNode: stage.node), of: stage.node, commentsOf: nil, in: build,
        fix: isVariable ? "" : "image names have lower-case letters: name[:tag][@digest]")
    }
  }
}
