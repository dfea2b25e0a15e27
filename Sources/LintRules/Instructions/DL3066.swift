import Core
import Dockerfile

/// USER by name.
struct DL3066: LintRule {
  static let info = RuleInfo(
    "DL3066", .info, title: "USER is no number",
    what: """
      the last USER of each stage when its part before the colon is neither a number nor root, unless a variable is in \
      it or the stage is built for Windows
      """,
    why: "who checks that a container does not run as root, as Kubernetes does, cannot tell it by a name",
    fix: "write the number of the user: USER 10001",
    examples: [
      .bad("a name", dockerfile: "FROM debian:12\nUSER app\n"),
      .good("a number", dockerfile: "FROM debian:12\nUSER 10001\n"),
    ])

  /// No name of an ARG is looked for beyond this length, so that a long text costs little.
  private static let longestName = 128

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    var known: Set<String> = []
    let ends = flow.isExact ? [] : lastUsers(of: flow)
    for instruction in flow.instructions {
      if flow.isExact, case .arg(let declarations) = instruction.kind {
        known.formUnion(DL3064.names(of: declarations, true).map(\.name))
      }
      guard case .user(let user) = instruction.kind else { continue }
      guard flow.isExact || ends.contains(instruction.index) else { continue }
      let name = flow.user(instruction, user).prefix { $0 != UInt8(ascii: ":") }
      if name.allSatisfy({ (48...57).contains($0) }) { continue }
      // What a variable holds cannot be told; hadolint only trusts that an ARG is a number.
      if flow.isExact ? refers(user.bytes, to: known) : name.contains(UInt8(ascii: "$")) { continue }
      // That of root is no secret, and other rules ask for another user.
      if !flow.isExact, name.elementsEqual("root".utf8) { continue }
      report.note("USER \(user.text) is no number, expected USER NUMBER", at: instruction, user.range)
    }
  }

  /// The USER at the end of each stage: no program starts by another one. Windows has no numbers for users.
  private func lastUsers(of flow: LintFlow) -> Set<Int> {
    var out: [Int: Int] = [:]
    for instruction in flow.instructions where instruction.keyword == .user {
      if !flow.windowsStages.contains(instruction.stage) { out[instruction.stage] = instruction.index }
    }
    return Set(out.values)
  }

  /// Whether a variable is in a text as hadolint sees it: to it `$ABC` refers to A, AB and ABC.
  private func refers(_ bytes: [UInt8], to names: Set<String>) -> Bool {
    guard !names.isEmpty, bytes.contains(UInt8(ascii: "$")) else { return false }
    if VariableUse.names(in: bytes, withOperators: false).contains(where: names.contains) { return true }
    return bytes.indices.contains { dollar in
      guard bytes[dollar] == UInt8(ascii: "$") else { return false }
      let run = bytes[(dollar + 1)...].prefix(DL3066.longestName).prefix(while: VariableUse.isNameByte)
      return run.indices.contains { names.contains(String(decoding: run[...$0], as: UTF8.self)) }
    }
  }
}
