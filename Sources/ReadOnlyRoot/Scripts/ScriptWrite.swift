/// A write that a script would make.
public struct ScriptWrite: Sendable, Equatable {
  /// Absolute, without `.` and `..`; links are not followed.
  public var path: String
  /// Whether the path is that of a file.
  public var isFile: Bool
  /// 1-based.
  public var line: Int
  /// The command that writes, on one line, shortened.
  public var text: String
  /// `.likely` when the command runs whenever the script does and its failure counts, else `.possible`; `.hint` when
  /// only some versions of the shell write there.
  public var confidence: MountPlan.Confidence
}

/// Another script that a script runs.
struct ScriptCall: Sendable, Equatable {
  /// Absolute, or a name to be looked for in PATH.
  var path: String
  /// Whether it runs in the same shell.
  var isSourced: Bool
  /// Its words after the script; nil when they are not known.
  var arguments: [String]?
  /// 1-based line of the call.
  var line: Int
  var reach: Reach
  /// Whether all scripts of the directory `path` are meant.
  var isDirectory = false
}
