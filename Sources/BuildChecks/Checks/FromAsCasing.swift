import Core
import Dockerfile

/// `AS` in another letter case than the FROM it belongs to.
///
/// Source: moby/buildkit 73ed682, frontend/dockerfile/linter.
struct FromAsCasing: BuildCheck {
  static let info = RuleInfo(
    id: "FromAsCasing", title: "FROM and AS differ in letter case", severity: .info, subject: .dockerfile,
    what: "FROM is all in upper or all in lower case, and the AS behind it is not in the same case.",
    why: "Both work; in two cases on one line the keywords are hard to tell from names.",
    fix: "write FROM and AS in the same letter case", controls: [],
    examples: [
      .bad("lower-case as", dockerfile: "FROM alpine as build\n"),
      .good("both in upper case", dockerfile: "FROM alpine AS build\n"),
      .good("both in lower case", dockerfile: "from alpine as build\n"),
    ])

  func findings(in build: BuildDispatch) -> [BuildFinding] {
    (0..<build.readNodes).compactMap { index in
      let node = build.syntax.nodes[index]
      guard let text = node.texts.first, text.keyword == .from, text.arguments.count >= 3 else { return nil }
      let (from, keyword) = (GoUTF8.string(node.bytes(text.command)), text.arguments[1])
      let wanted = LetterCase(from)
      guard wanted.applied(to: keyword.text) != keyword.text else { return nil }
      let offsets = build.offsets(of: keyword.range, ofNode: index)
      let right = wanted.applied(to: keyword.text)
      let edit = SourceEdit(range: build.syntax.source.range(of: offsets), replacement: right, isSafe: true)
      return finding(
        "\"\(ShortText.of(keyword.text))\" is not in \(wanted.name) case as \"\(from)\" is", at: offsets, of: index,
        commentsOf: index, in: build, fix: "write \(ShortText.of(right))",
        edits: keyword.text.utf8.count == offsets.count ? [edit] : [])
    }
  }
}
