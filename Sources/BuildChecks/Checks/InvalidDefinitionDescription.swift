import Core
import Dockerfile

/// A comment above a named stage or an ARG that does not begin with its name.
///
/// `docker build --call=outline` shows such comments as descriptions.
/// Source: moby/buildkit 73ed682, frontend/dockerfile/linter; experimental there.
struct InvalidDefinitionDescription: BuildCheck {
  static let isExperimental = true
  static let info = RuleInfo(
    id: "InvalidDefinitionDescription", title: "comment above a definition does not begin with its name",
    severity: .info, subject: .dockerfile,
    what:
      "A comment stands above ARG, or above a FROM with a name, and its last line does not begin with the argument's "
      + "or stage's name. Off unless `# check=experimental=InvalidDefinitionDescription` asks for it.",
    why: "docker build --call=outline shows the comment as a description only when it begins with the name.",
    fix: "begin the comment with the name, or put an empty comment line (#) below it", controls: [],
    examples: [
      .bad("another first word", dockerfile: "# the version to install\nARG VERSION\nFROM alpine\n"),
      .good("begins with the name", dockerfile: "# VERSION is what to install\nARG VERSION\nFROM alpine\n"),
      .good("empty comment between", dockerfile: "# the version to install\n#\nARG VERSION\nFROM alpine\n"),
    ])

  func findings(in build: BuildDispatch) -> [BuildFinding] {
    build.syntax.instructions.compactMap { instruction in
      let index = instruction.node
      guard index < build.readNodes, let comment = build.syntax.nodes[index].comments.last else { return nil }
      let names: [String]
      switch instruction.kind {
      case .from(let from): names = from.name.map { [GoUTF8.lowercased($0.bytes[...])] } ?? []
      case .arg(let declarations): names = declarations.map(\.name)
      default: return nil
      }
      let first = GoUTF8.string(comment.text.prefix { $0 != 0x20 })
      guard let name = names.first, !names.contains(first) else { return nil }
      let wanted = names.count == 1 ? "\"\(ShortText.of(name))\"" : "one of its names"
      let place = Place.source(file: build.file, range: build.syntax.source.range(of: comment.offsets))
      return finding(
        "the comment above \(instruction.keyword.name) begins with \"\(ShortText.of(first))\", expected \(wanted)",
        at: nil, of: index, commentsOf: index, in: build, notes: [Note("the comment", place: place)])
    }
  }
}
