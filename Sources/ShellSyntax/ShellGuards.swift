/// What decides whether a command runs at all.
public struct ShellGuards: OptionSet, Sendable, Hashable {
  /// One bit for each of the guards.
  public let rawValue: UInt8
  /// The guards of some bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// It, or a compound around it, stands after `&&`.
  public static let success = ShellGuards(rawValue: 1)
  /// It, or a compound around it, stands after `||`.
  public static let failure = ShellGuards(rawValue: 2)
  /// It stands in a branch of `if` or `case`, or in the condition of `elif`.
  public static let branch = ShellGuards(rawValue: 4)
  /// It stands in the body of a loop.
  public static let loop = ShellGuards(rawValue: 8)
  /// It stands in a function that no command outside of the function calls by name.
  public static let uncalledFunction = ShellGuards(rawValue: 16)
}

extension ShellScript {
  /// All that decides whether a command runs, its own place and the scopes around it together.
  ///
  /// A text given to `sh -c` or a substitution runs if the command that it belongs to does. A command that called
  /// functions run from is not looked at: a function that is called anywhere else counts as called.
  public func guards(of command: ShellCommand) -> ShellGuards {
    var guards = Self.guards(of: command.join)
    for index in enclosing(command) {
      let scope = scopes[index]
      guards.formUnion(Self.guards(of: scope.join))
      switch scope.kind {
      case .ifCondition: if scope.part > 0 { guards.insert(.branch) }
      case .ifBranch, .caseBranch: guards.insert(.branch)
      case .loopBody, .forBody: guards.insert(.loop)
      case .function: if !calledFunctions.contains(index) { guards.insert(.uncalledFunction) }
      case .shellText(let runner):
        if commands.indices.contains(runner) { guards.formUnion(Self.guards(of: commands[runner].join)) }
      case .script, .subshell, .group, .loopCondition, .substitution: break
      }
    }
    return guards
  }

  /// Whether a command runs only if something else succeeded, failed or matched.
  ///
  /// True for a command that stands, itself or with a compound or `sh -c` text around it, after `&&` or `||`; in a
  /// branch of `if` or `case` or the condition of `elif`; in the body of a loop; in a function that nothing calls.
  /// Where a chain of `&&` is how steps are put together, look at `guards(of:)` without `.success`.
  public func isConditional(_ command: ShellCommand) -> Bool { !guards(of: command).isEmpty }

  private static func guards(of join: ShellJoin) -> ShellGuards {
    switch join {
    case .always: []
    case .and: .success
    case .or: .failure
    }
  }
}
