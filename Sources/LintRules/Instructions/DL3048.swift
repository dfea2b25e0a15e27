import Core
import Dockerfile

/// Labels with names that are no good.
struct DL3048: LintRule {
  static let info = RuleInfo(
    "DL3048", .style, title: "label has a bad name",
    what: "the names of LABEL: their letters, their ends and the prefixes that Docker keeps for itself",
    why: "names beyond the rules for labels may mean something else to tools, now or later",
    fix: "write small letters and digits with single dots and dashes, under a name of your own: com.example.team",
    examples: [
      .bad("capital letters", dockerfile: "FROM debian:12\nLABEL Team=web\n"),
      .good("small letters", dockerfile: "FROM debian:12\nLABEL com.example.team=web\n"),
    ])

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    for instruction in flow.instructions where instruction.keyword == .label {
      for label in flow.labels(of: instruction) {
        guard let problem = DL3048.problem(label.name) else { continue }
        report.note("label name \(label.name) \(problem)", at: instruction, label.range)
      }
    }
  }

  private static func problem(_ name: String) -> String? {
    let bytes = name.utf8
    let isSmall = { (byte: UInt8?) in byte.map { (97...122).contains($0) } ?? false }
    let isDigit = { (byte: UInt8?) in byte.map { (48...57).contains($0) } ?? false }
    guard isSmall(bytes.first) else { return "does not begin with a small letter, expected a to z" }
    guard isSmall(bytes.last) || isDigit(bytes.last) else {
      return "ends in a mark, expected a small letter or a digit"
    }
    guard bytes.allSatisfy({ isSmall($0) || isDigit($0) || "._-/".utf8.contains($0) }) else {
      return "has other letters, expected small letters, digits, dots and dashes"
    }
    if let prefix = ["com.docker.", "io.docker.", "org.dockerproject."].first(where: { bytes.starts(with: $0.utf8) }) {
      return "begins with \(prefix), which is Docker's, expected a name of your own"
    }
    return name.holds("..") || name.holds("--") ? "has two dots or dashes in a row, expected one" : nil
  }
}
