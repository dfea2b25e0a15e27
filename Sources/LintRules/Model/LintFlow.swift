import Dockerfile

/// Instructions one after another: those of a file, or those that its ONBUILDs trigger.
public struct LintFlow: Sendable {
  public let instructions: [LintInstruction]
  /// Whether these are what ONBUILD triggers.
  public let isTriggers: Bool
  public let options: LintOptions
  public let syntax: DockerfileSyntax
  /// Those that are RUN.
  public let runs: [LintInstruction]
  /// The names of all commands of `runs`: a rule about a command that is not here has nothing to look at.
  public let programs: Set<String>
  /// The numbers of the stages that are built for Windows.
  let windowsStages: Set<Int>

  init(
    _ instructions: [LintInstruction], isTriggers: Bool, options: LintOptions, syntax: DockerfileSyntax,
    windowsStages: Set<Int>
  ) {
    self.windowsStages = windowsStages
    (self.instructions, self.isTriggers) = (instructions, isTriggers)
    (self.options, self.syntax) = (options, syntax)
    runs = instructions.filter { $0.keyword == .run }
    programs = runs.reduce(into: []) { names, run in
      for command in run.commands { names.insert(command.name) }
    }
  }

  public var isExact: Bool { options.isExact }

  /// Whether any RUN has a command of one of these names.
  public func uses(_ names: String...) -> Bool { names.contains(where: programs.contains) }
}
