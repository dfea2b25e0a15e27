import Core
import Dockerfile

/// A source of COPY or ADD that `.dockerignore` keeps out.
///
/// Silent when a line of `.dockerignore` begins with `!`, as BuildKit is.
/// Source: moby/buildkit 73ed682, frontend/dockerfile/linter.
struct CopyIgnoredFile: BuildCheck {
  static let info = RuleInfo(
    id: "CopyIgnoredFile", title: "source is kept out by .dockerignore", severity: .low, subject: .dockerfile,
    what:
      "A source of COPY or ADD out of the build context, or a directory above it, is what a pattern of .dockerignore "
      + "matches. Silent when a pattern begins with !.",
    why: "The builder does not get the file: the build fails, or copies less than was meant.",
    fix: "correct the path, or take the pattern out of .dockerignore", controls: [],
    examples: [
      .bad("kept out by *.log", dockerfile: "FROM scratch\nCOPY build.log /\n"),
      .good("not kept out", dockerfile: "FROM scratch\nCOPY build.txt /\n"),
      .good("out of an image", dockerfile: "FROM scratch\nCOPY --from=alpine build.log /\n"),
    ])

  func findings(in build: BuildDispatch) -> [BuildFinding] {
    build.steps.flatMap { step in
      step.ignored.map { source in
        finding(
          "the source \"\(ShortText.of(source.text))\" is kept out of the build by .dockerignore", at: source.offsets,
          of: step, in: build)
      }
    }
  }
}
