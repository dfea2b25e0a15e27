import Core
import Dockerfile

/// ENV that uses a variable it is only about to set.
struct DL3044: LintRule {
  static let info = RuleInfo(
    "DL3044", .error, title: "ENV uses its own variable",
    what: "each value of ENV that refers to a variable which another pair of the same instruction sets",
    why: "values are filled in before any pair of the instruction is set, so the variable is still empty there",
    fix: "set the variable by an ENV of its own before",
    examples: [
      .bad("both in one", dockerfile: "FROM debian:12\nENV HOME_DIR=/app BIN=$HOME_DIR/bin\n"),
      .good("one after the other", dockerfile: "FROM debian:12\nENV HOME_DIR=/app\nENV BIN=$HOME_DIR/bin\n"),
    ])

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    var known: Set<String> = []
    for instruction in flow.instructions {
      if case .arg(let declarations) = instruction.kind {
        known.formUnion(DL3064.names(of: declarations, flow.isExact).map(\.name))
      }
      guard instruction.keyword == .env else { continue }
      let pairs = flow.pairs(of: instruction)
      let keys = pairs.map(\.key.unquotedText)
      judge(pairs, keys, known, flow, instruction, &report)
      known.formUnion(keys)
    }
  }

  private func judge(
    _ pairs: [Pair], _ keys: [String], _ known: Set<String>, _ flow: LintFlow, _ instruction: LintInstruction,
    _ report: inout LintReport
  ) {
    guard pairs.count > 1 else { return }
    let counts = keys.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
    for (pair, key) in zip(pairs, keys) where pair.value.bytes.contains(UInt8(ascii: "$")) {
      let names = VariableUse.names(in: pair.value.bytes, withOperators: !flow.isExact)
      let name = names.first { name in
        !known.contains(name) && counts[name, default: 0] > (name == key ? 1 : 0)
      }
      guard let name else { continue }
      report.note(
        "\(key) uses \(name), which the same ENV sets, expected an ENV before it", at: instruction, pair.value.range)
    }
  }
}
