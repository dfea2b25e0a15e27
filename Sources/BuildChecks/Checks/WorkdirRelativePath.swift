import Core
import Dockerfile

/// The first WORKDIR of a stage with a path that is not absolute.
///
/// Source: moby/buildkit 73ed682, frontend/dockerfile/linter.
struct WorkdirRelativePath: BuildCheck {
  static let info = RuleInfo(
    id: "WorkdirRelativePath", title: "WORKDIR depends on the base image", severity: .low, subject: .dockerfile,
    what:
      "The first WORKDIR of a stage, those of the stages in this file that it is built from included, has a path that "
      + "does not begin with a slash once its variables are put in.",
    why: "It is below the working directory of the base image, which may change with the next version.",
    fix: "begin the path with a slash: WORKDIR /app", controls: [],
    examples: [
      .bad("relative", dockerfile: "FROM nginx\nWORKDIR html\n"),
      .good("absolute", dockerfile: "FROM nginx\nWORKDIR /usr/share/nginx/html\n"),
      .good("below an absolute one", dockerfile: "FROM nginx\nWORKDIR /usr/share/nginx\nWORKDIR html\n"),
    ])

  func findings(in build: BuildDispatch) -> [BuildFinding] {
    build.steps.compactMap { step in
      // Without the base image nobody knows that it is of Windows, but a drive says so.
      let mayBeWindows = step.isWindows || !build.options.isStrictlyBuildKit
      guard step.instruction.keyword == .workdir, !step.hasWorkdir, let path = step.values.first, path.isKnown,
        !SlashPath.isAbsolute(path.text, isWindows: mayBeWindows)
      else { return nil }
      return finding(
        "WORKDIR \"\(ShortText.of(path.text))\" is relative to a directory that the base image chooses",
        at: path.offsets, of: step, in: build)
    }
  }
}
