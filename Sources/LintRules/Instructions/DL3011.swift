import Core
import Dockerfile

/// EXPOSE of a port that cannot be.
struct DL3011: LintRule {
  static let info = RuleInfo(
    "DL3011", .error, title: "port out of range",
    what: "each number of EXPOSE, of ranges too",
    why: "ports go from 0 to 65535, so the build stops or nothing listens there",
    fix: "write a port up to 65535",
    examples: [
      .bad("a port beyond the last", dockerfile: "FROM debian:12\nEXPOSE 80000\n"),
      .good("a port", dockerfile: "FROM debian:12\nEXPOSE 8000\n"),
    ])

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    for instruction in flow.instructions {
      guard case .expose(let ports) = instruction.kind else { continue }
      for port in ports where isOut(port.bytes) {
        report.note("port \(port.text) is out of range, expected 0 to 65535", at: instruction, port.range)
      }
    }
  }

  private func isOut(_ bytes: [UInt8]) -> Bool {
    let ends = bytes.prefix { $0 != UInt8(ascii: "/") }.split(
      separator: UInt8(ascii: "-"), maxSplits: 1, omittingEmptySubsequences: false)
    guard ends.allSatisfy({ !$0.isEmpty && $0.allSatisfy { (48...57).contains($0) } }) else { return false }
    return ends.contains { digits in
      let digits = digits.drop { $0 == UInt8(ascii: "0") }
      return digits.count > 5 || digits.reduce(0) { $0 * 10 + Int($1 - 48) } > 65_535
    }
  }
}
