import Dockerfile

extension LintFlow {
  /// The pairs of ENV and LABEL; none for other instructions.
  ///
  /// To hadolint a value that the next line continues without a blank goes on with the word there, so that in
  /// `A=1\` and `  B=2` there is one variable; an exact judgement takes it so, too.
  func pairs(of instruction: LintInstruction) -> [Pair] {
    let pairs: [Pair]
    switch instruction.kind {
    case .env(let written), .label(let written): pairs = written
    default: return []
    }
    guard isExact, pairs.count > 1 else { return pairs }
    let line = syntax.nodes[instruction.node].line
    var out: [Pair] = []
    var goesOn = false
    for pair in pairs {
      if goesOn, let last = out.last {
        let bytes = last.value.bytes + [0x20] + pair.key.bytes + [UInt8(ascii: "=")] + pair.value.bytes
        let range = last.value.range.lowerBound..<max(last.value.range.upperBound, pair.value.range.upperBound)
        out[out.count - 1].value = Argument(bytes: bytes, range: range)
      } else {
        out.append(pair)
      }
      let end = pair.value.range.upperBound
      goesOn = end > 0 && end < line.bytes.count && line.offset(of: end) > line.offset(of: end - 1) + 1
    }
    return out
  }

  /// What a flag says; in an exact judgement as it is written, with the quotes that Docker drops.
  func value(of flag: Flag, _ instruction: LintInstruction) -> String? {
    guard isExact, flag.value != nil else { return flag.value }
    let written = syntax.nodes[instruction.node].bytes(flag.range)
    guard let equals = written.firstIndex(of: UInt8(ascii: "=")) else { return flag.value }
    return GoUTF8.string(written[(equals + 1)...])
  }

  /// The flag of COPY that names an image or a stage, with its value; nil for other instructions and without it.
  func copyOrigin(of instruction: LintInstruction) -> (name: String, flag: Flag)? {
    guard instruction.keyword == .copy, let flag = instruction.flag("from") else { return nil }
    return value(of: flag, instruction).map { ($0, flag) }
  }
}
