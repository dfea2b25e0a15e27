import Dockerfile

extension LintFlow {
  /// The text of USER; in an exact judgement with the blanks behind it, which hadolint keeps.
  func user(_ instruction: LintInstruction, _ user: Argument) -> ArraySlice<UInt8> {
    guard isExact else { return user.bytes[...] }
    let bytes = syntax.nodes[instruction.node].line.bytes
    return bytes[min(user.range.lowerBound, bytes.count)...]
  }
}
