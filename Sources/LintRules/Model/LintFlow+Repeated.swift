import Dockerfile

extension LintFlow {
  /// The instructions of a keyword but the first of each stage.
  func repeated(_ keyword: Keyword) -> [LintInstruction] {
    var isSeen = false
    return instructions.filter { instruction in
      if instruction.keyword == .from { isSeen = false }
      guard instruction.keyword == keyword else { return false }
      defer { isSeen = true }
      return isSeen
    }
  }
}
