import Core
import Dockerfile

/// A stage name with upper-case letters.
///
/// Source: moby/buildkit 73ed682, frontend/dockerfile/linter.
struct StageNameCasing: BuildCheck {
  static let info = RuleInfo(
    id: "StageNameCasing", title: "stage name has upper-case letters", severity: .info, subject: .dockerfile,
    what: "The name after AS in FROM has a letter that is not in lower case.",
    why:
      "Docker keeps stage names in lower case, but FROM compares them letter by letter: FROM Build does not find the "
      + "stage that AS Build began, and takes it for an image.",
    fix: "write the name in lower case, here and where FROM, COPY --from and --target use it", controls: [],
    examples: [
      .bad("upper-case letter", dockerfile: "FROM alpine AS Build\n"),
      .good("lower case", dockerfile: "FROM alpine AS build\n"),
    ])

  func findings(in build: BuildDispatch) -> [BuildFinding] {
    (0..<build.readNodes).compactMap { index in
      let node = build.syntax.nodes[index]
      guard let text = node.texts.first, text.keyword == .from, text.arguments.count == 3 else { return nil }
      let name = text.arguments[2]
      let lower = GoUTF8.lowercased(name.bytes[...])
      guard lower != name.text else { return nil }
      return finding(
        "the stage name \"\(ShortText.of(name.text))\" has upper-case letters, expected \"\(ShortText.of(lower))\"",
        at: build.offsets(of: name.range, ofNode: index), of: index, commentsOf: index, in: build)
    }
  }
}
