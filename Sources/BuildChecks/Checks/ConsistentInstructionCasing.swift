import Core
import Dockerfile

/// An instruction's name in another letter case than most.
///
/// Source: moby/buildkit 73ed682, frontend/dockerfile/linter.
struct ConsistentInstructionCasing: BuildCheck {
  static let info = RuleInfo(
    id: "ConsistentInstructionCasing", title: "instructions differ in letter case", severity: .info,
    subject: .dockerfile,
    what:
      "Of the names of instructions in stages, the more frequent of lower and upper case counts (upper case when there "
      + "are as many of both); a name that is not in that case is reported, mixed case always.",
    why: "Any case works; one case for all makes instructions stand out from their arguments.",
    fix: "write every instruction in upper case, or every one in lower case", controls: [],
    examples: [
      .bad("one in lower case", dockerfile: "FROM alpine\nrun apk upgrade\nUSER 1000\n"),
      .good("upper case", dockerfile: "FROM alpine\nRUN apk upgrade\nUSER 1000\n"),
      .good("lower case", dockerfile: "from alpine\nrun apk upgrade\nuser 1000\n"),
    ])

  func findings(in build: BuildDispatch) -> [BuildFinding] {
    guard build.isRead, let start = build.stages.first?.node else { return [] }
    let nodes = build.syntax.instructions.lazy.map(\.node).filter { $0 >= start }
    let commands = nodes.compactMap { node in build.command(ofNode: node).map { (node: node, command: $0) } }
    var counts: [LetterCase: Int] = [:]
    for (_, command) in commands { counts[LetterCase(command.text), default: 0] += 1 }
    let wanted: LetterCase = counts[.lower, default: 0] > counts[.upper, default: 0] ? .lower : .upper
    return commands.compactMap { node, command in
      guard LetterCase(command.text) != wanted else { return nil }
      let right = wanted.applied(to: command.text)
      let edit = SourceEdit(range: build.syntax.source.range(of: command.offsets), replacement: right, isSafe: true)
      return finding(
        "\"\(ShortText.of(command.text))\" is not in \(wanted.name) case as most instructions of the file are",
        at: command.offsets, of: node, commentsOf: nil, in: build, fix: "write \(right)",
        edits: command.text.utf8.count == command.offsets.count ? [edit] : [])
    }
  }
}
