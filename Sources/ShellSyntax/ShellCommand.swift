/// A simple command: assignments, words and redirections.
public struct ShellCommand: Sendable, Equatable {
  /// Those before its words, and the operands of `export` and its like.
  public var assignments: [ShellAssignment] = []
  /// The command's name and its arguments; empty for assignments or redirections alone.
  public var words: [ShellWord] = []
  /// In the order of the text.
  public var redirections: [ShellRedirection] = []
  /// From its first to its last byte.
  public var range: Range<Int>
  /// Index of the innermost scope.
  public var scope: Int
  /// Its place among the members of its pipeline.
  public var pipeline: PipelinePlace
  /// How the pipeline it belongs to hangs on the one before.
  public var join: ShellJoin = .always
  /// Whether `!` stands before its pipeline.
  public var isNegated = false
  /// Whether `&` ends its list member.
  public var isBackground = false

  /// A command of no words at a place.
  public init(range: Range<Int>, scope: Int, pipeline: PipelinePlace) {
    (self.range, self.scope, self.pipeline) = (range, scope, pipeline)
  }
}

extension ShellCommand {
  /// Whether its standard output goes to `/dev/null` or is closed.
  public var isOutputDiscarded: Bool { Self.isOutputDiscarded(redirections) }

  /// Whether redirections send standard output to `/dev/null` or close it.
  public static func isOutputDiscarded(_ redirections: [ShellRedirection]) -> Bool {
    var (output, error) = (false, false)
    for redirection in redirections {
      let target = redirection.target.text
      switch redirection.operation {
      case "&>", "&>>": (output, error) = (target == "/dev/null", target == "/dev/null")
      case ">", ">>", ">|", ">&":
        let isCopy = redirection.operation == ">&"
        let isOutput = redirection.descriptor == nil || redirection.descriptor == "1"
        let isGone = target == "/dev/null" || (isCopy && target == "-") || (isCopy && target == "2" && error)
        if isOutput {
          output = isGone
          if isCopy, redirection.descriptor == nil, target == "/dev/null" { error = true }
        } else if redirection.descriptor == "2" {
          error = target == "/dev/null" || (isCopy && target == "-") || (isCopy && target == "1" && output)
        }
      default: break
      }
    }
    return output
  }
}
