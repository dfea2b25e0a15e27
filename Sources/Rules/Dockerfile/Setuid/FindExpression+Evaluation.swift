extension FindExpression {
  /// A file or directory that an expression is tried on.
  struct Candidate {
    /// As find prints it.
    var path: String
    var name: String
    var mode: UInt16
    var isDirectory: Bool
  }

  /// What happens to one file.
  struct Outcome {
    /// The actions carried out, in their order.
    var actions: [Int] = []
    var isPruned = false
    /// What the whole expression comes to.
    var value = true
  }

  /// Goes through the expression for one file.
  ///
  /// - Complexity: O(n); jumps only go forward.
  func outcome(for file: Candidate, _ flavor: FindFlavor) -> Outcome {
    var outcome = Outcome()
    var value = true
    var at = 0
    while at < code.count {
      switch code[at] {
      case .negate: value.toggle()
      case .jumpIfFalse(let target):
        if !value {
          at = max(target, at + 1)
          continue
        }
      case .jumpIfTrue(let target):
        if value {
          at = max(target, at + 1)
          continue
        }
      case .test(let test): value = self.value(of: test, file, flavor, &outcome)
      }
      at += 1
    }
    outcome.value = value
    return outcome
  }

  private func value(of test: Test, _ file: Candidate, _ flavor: FindFlavor, _ outcome: inout Outcome) -> Bool {
    switch test {
    case .constant(let value): return value
    case .permission(let permission): return permission.matches(file.mode, flavor)
    case .type(let letters): return letters.contains(UInt8(ascii: file.isDirectory ? "d" : "f"))
    case .path(let pattern): return pattern.matches(file.path)
    case .name(let pattern): return pattern.matches(file.name)
    case .prune:
      outcome.isPruned = true
      return true
    case .action(let index):
      outcome.actions.append(index)
      return true
    }
  }

  /// A file as find meets it, from every root that leads to it and past the directories that are pruned.
  ///
  /// The mode is to be filled in.
  func candidates(for file: ModelFile, from roots: [SearchRoot], _ flavor: FindFlavor) -> [Candidate] {
    guard problem == nil, !permissions.contains(where: { $0.isError(flavor) }) else { return [] }
    return roots.compactMap { root in root.way(to: file.path).flatMap { candidate(along: $0, flavor) } }
  }

  /// Follows the directories from the root on, any of which may be pruned.
  private func candidate(along way: SearchRoot.Way, _ flavor: FindFlavor) -> Candidate? {
    let depth = way.names.count
    guard depth <= deepest, depth >= shallowest else { return nil }
    var path = way.root
    if depth > 0 {
      for (level, name) in ([way.rootName] + way.names.dropLast()).enumerated() {
        if level > 0 { path = SearchRoot.join(path, name) }
        guard prunes, !isDepthFirst, level >= shallowest else { continue }
        let directory = Candidate(path: path, name: name, mode: 0o755, isDirectory: true)
        if outcome(for: directory, flavor).isPruned { return nil }
      }
      if let name = way.names.last { path = SearchRoot.join(path, name) }
    }
    return Candidate(path: path, name: way.names.last ?? way.rootName, mode: 0, isDirectory: false)
  }
}
