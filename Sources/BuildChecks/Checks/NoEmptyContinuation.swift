import Core
import Dockerfile

/// An empty line between the lines of an instruction.
///
/// Source: moby/buildkit 73ed682, frontend/dockerfile/parser.
struct NoEmptyContinuation: BuildCheck {
  static let info = RuleInfo(
    id: "NoEmptyContinuation", title: "empty line inside an instruction", severity: .info, subject: .dockerfile,
    what:
      "A line that ends with the escape character is followed by an empty line, and the instruction goes on behind it.",
    why: "Docker passes the empty line over today and has announced to refuse it.",
    fix: "delete the empty line, or begin it with #", controls: [],
    examples: [
      .bad("empty line", dockerfile: "FROM alpine\nRUN apk add \\\n\n  curl\n"),
      .good("comment line", dockerfile: "FROM alpine\nRUN apk add \\\n  # for health checks\n  curl\n"),
    ])

  func findings(in build: BuildDispatch) -> [BuildFinding] {
    build.syntax.nodes.compactMap { node in
      guard let line = node.emptyContinuationLine else { return nil }
      let empty = (node.lines.lowerBound...line).filter { build.syntax.source.line($0).allSatisfy(isBlank) }
      let count = empty.count == 1 ? "an empty line" : "\(max(1, empty.count)) empty lines"
      let finding = Finding(
        rule: Self.info.id, severity: Self.info.severity, message: "the instruction has \(count) between its lines",
        place: build.place(ofLine: line),
        notes: empty.first.map { [Note("the first empty line", place: build.place(ofLine: $0))] } ?? [])
      return BuildFinding(finding, node: nil)
    }
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
