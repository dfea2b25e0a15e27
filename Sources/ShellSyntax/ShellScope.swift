/// A compound command, or another context that commands stand in.
public struct ShellScope: Sendable, Equatable {
  /// What opens and closes it.
  public enum Kind: Sendable, Equatable {
    /// The text as a whole.
    case script
    /// `( … )`
    case subshell
    /// `{ …; }`
    case group
    /// Between `if` or `elif` and `then`.
    case ifCondition
    /// After `then` or `else`.
    case ifBranch
    /// Between `while` or `until` and `do`.
    case loopCondition
    /// The body of `while` or `until`.
    case loopBody
    /// The body of `for NAME in WORDS`; nil words for the positional parameters.
    case forBody(variable: String, words: [ShellWord]?)
    /// A branch of `case SUBJECT in PATTERN|…)`.
    case caseBranch(subject: ShellWord, patterns: [ShellWord])
    /// The body of a function.
    case function(name: String)
    /// `$(…)`, backquotes, `<(…)`, `>(…)`.
    case substitution
    /// The text of `sh -c TEXT` (or `eval TEXT`, or a here-document given to a shell).
    ///
    /// `command` is the index of the command that runs it.
    case shellText(command: Int)
  }

  /// What it is.
  public var kind: Kind
  /// Index of the scope around this one; nil for the script.
  public var parent: Int?
  /// The place in a pipeline of the compound (for a substitution, of nothing: count 1).
  public var pipeline: PipelinePlace
  /// How the compound's pipeline hangs on the one before.
  public var join: ShellJoin
  /// What is inside; for subshells, groups and substitutions with their brackets.
  public var range: Range<Int>
  /// Which condition, branch or body of its compound it is, in the order of the text, from 0.
  ///
  /// In `if a; then b; elif c; then d; else e; fi` the scope of `a` has 0 and that of `e` has 4.
  public var part = 0
  /// The redirections after the compound; the same for every scope of one compound.
  public var redirections: [ShellRedirection] = []

  /// A scope with its place.
  public init(kind: Kind, parent: Int?, pipeline: PipelinePlace, join: ShellJoin = .always, range: Range<Int>) {
    (self.kind, self.parent, self.pipeline, self.join, self.range) = (kind, parent, pipeline, join, range)
  }
}
