/// A text of shell commands, read without running any of it.
///
/// All ranges are byte offsets into the text that was given, also those of commands inside quoted `sh -c` texts and
/// here-documents.
public struct ShellScript: Sendable, Equatable {
  /// Every simple command in the order of the text, those inside substitutions, functions and `sh -c` texts included.
  public var commands: [ShellCommand] = []
  /// What commands stand in; 0 is the text as a whole. `ShellCommand.scope` and `ShellScope.parent` are indices into it.
  public var scopes: [ShellScope] = []
  /// What could not be read. Commands before, and after where reading could go on, are there all the same.
  public var problems: [ShellProblem] = []

  /// Where text begins that no shell takes though all before it is complete, such as a `)` that closes nothing; nil when
  /// there is none, or when another problem comes first.
  public internal(set) var leftover: Int?

  /// For each variable the indices of the commands that set or may change it, in their order.
  var setters: [String: [Int]] = [:]

  /// The members of each pipeline that has more than one: commands (`index`) and compounds (`~scope`).
  var pipelines: [Int: [Int]] = [:]
  /// The scopes of the functions that a command outside of them calls.
  var calledFunctions: Set<Int> = []

  /// Most fields of one word, and most bytes of them.
  var (mostFields, mostFieldBytes) = (ShellScript.fieldLimit, ShellScript.fieldByteLimit)

  /// Whether all of the text was understood.
  public var isComplete: Bool { problems.isEmpty }

  /// An empty script, of no text.
  public init() {}
}

/// Why a part of a text was not understood.
public struct ShellProblem: Sendable, Equatable {
  /// Lower case, no full stop, such as `no closing quote`.
  public var message: String
  /// Byte offset into the text.
  public var offset: Int

  /// A problem at a place in the text.
  public init(_ message: String, offset: Int) { (self.message, self.offset) = (message, offset) }
}

/// Where a command or compound stands among the members of a pipeline.
public struct PipelinePlace: Sendable, Equatable {
  /// The same for all members of one pipeline, and of no other of the script.
  public var id: Int
  /// 0 for the first member.
  public var index: Int
  /// Number of members; 1 for a command that is in no pipe.
  public var count: Int

  /// A place by its numbers.
  public init(id: Int, index: Int, count: Int) { (self.id, self.index, self.count) = (id, index, count) }
}

/// How a list's member hangs on the one before.
public enum ShellJoin: Sendable, Equatable {
  /// After `;`, `&` or a line feed, or the first of its list.
  case always
  /// After `&&`.
  case and
  /// After `||`.
  case or
}
