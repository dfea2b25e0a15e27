extension ShellScript {
  /// The indices of the scopes around a command, inner to outer; the last is 0, the text as a whole.
  public func enclosing(_ command: ShellCommand) -> ScopeChain { ScopeChain(script: self, scope: command.scope) }

  /// The scopes from one outwards.
  public struct ScopeChain: Sequence, IteratorProtocol, Sendable {
    let script: ShellScript
    var scope: Int?

    /// The index of the next scope outwards.
    public mutating func next() -> Int? {
      guard let current = scope, script.scopes.indices.contains(current) else { return nil }
      scope = script.scopes[current].parent
      return current
    }
  }

  /// The members of a pipeline, first to last.
  /// - Complexity: O(members), but O(commands) for a place whose pipeline has no other member.
  public func pipelineMembers(of place: PipelinePlace) -> [PipelineMember] {
    if let members = pipelines[place.id] {
      return members.map { $0 >= 0 ? .command($0) : .compound(scope: ~$0) }
    }
    if let index = commands.firstIndex(where: { $0.pipeline.id == place.id }) { return [.command(index)] }
    return scopes.indices.filter { scopes[$0].pipeline.id == place.id && scopes[$0].part == 0 && isCompound($0) }
      .map { .compound(scope: $0) }
  }

  private func isCompound(_ scope: Int) -> Bool {
    switch scopes[scope].kind {
    case .script, .substitution, .shellText: false
    default: true
    }
  }

  /// A command or compound in a pipeline.
  public enum PipelineMember: Sendable, Equatable {
    /// A simple command's index.
    case command(Int)
    /// The index of a compound's first scope.
    case compound(scope: Int)
  }
}
