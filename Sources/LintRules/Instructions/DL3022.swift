import Core
import Dockerfile

/// COPY from what is no earlier stage.
struct DL3022: LintRule {
  static let info = RuleInfo(
    "DL3022", .warning, title: "COPY --from an unknown stage",
    what: "each COPY --from that names neither a stage so far nor an image with a tag or digest",
    why: "a name that is no stage is taken for an image of that name, from a registry and without a version",
    fix: "name a stage that stands before, or an image with its tag",
    examples: [
      .bad("no such stage", dockerfile: "FROM debian:12\nCOPY --from=build /app /app\n"),
      .good(
        "a stage before it",
        dockerfile: "FROM debian:12 AS build\nRUN make\nFROM debian:12\nCOPY --from=build /app /app\n"),
    ])

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    var names = StageNames(flow)
    for instruction in flow.instructions {
      if let alias = instruction.alias { names.add(alias) }
      guard let (name, flag) = flow.copyOrigin(of: instruction) else { continue }
      if name.utf8.contains(UInt8(ascii: ":")) || names.contains(name) { continue }
      if DL3022.number(name).map({ $0 <= instruction.stage }) ?? false { continue }
      report.note(
        "--from=\(name) is no stage so far, expected one, or an image with a tag", at: instruction, flag.range)
    }
  }

  /// The number that a name begins with; nil without one and for one beyond all stages.
  static func number(_ name: String) -> Int? {
    let digits = name.utf8.prefix { (48...57).contains($0) }
    return digits.isEmpty || digits.count > 9 ? nil : digits.reduce(0) { $0 * 10 + Int($1 - 48) }
  }
}
