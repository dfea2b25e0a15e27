/// A service whose write places are known.
public struct KnownWriter: Sendable {
  /// The service as people call it.
  public var name: String
  /// Base names of the programs that are it.
  public var programs: Set<String>
  public var paths: [WritePath]
  public var logs: [LogPath] = []
  /// Directories that hold its data files.
  public var state: [String] = []
  /// The configurations that are read: they can move `paths` and `logs`.
  public var configs: [ConfigKind] = []
  /// What to change so that it writes less.
  public var hint = ""
  /// Words that stand for it in the command of its image's entrypoint script and are no programs of their own.
  public var words: Set<String> = []
  /// Words of a `java` command that mean this service: main classes, and base names of archives.
  public var javaMarkers: Set<String> = []
  /// Whether it is only the runtime of an application, which may write more.
  public var isRuntime = false
}

/// A directory a service writes into while it runs.
public struct WritePath: Sendable {
  /// Variables of the image config that hold the directory's upper part; the first that is set counts.
  public var variables: [String] = []
  /// The upper part; the first of these directories that the image has, unless a variable is set.
  public var choices: [String]
  /// Appended to the upper part, such as `/temp`; empty for the upper part itself.
  public var below = ""
  public var kind: MountPlan.Kind = .tmpfs
  /// Whether the service also works without, or only sometimes writes here.
  public var isOptional = false
  /// Programs are loaded from here, so `noexec` would break it.
  public var needsExec = false
  /// Whether `below` is below the working directory instead of one of the choices.
  public var isBelowWorkingDirectory = false
  /// Only when the image has this path.
  public var onlyIf = ""
  /// Options of the command whose value is the directory.
  public var movedBy: [String] = []
  /// Options of the command with which nothing is known of the directory.
  public var unless: [String] = []
  /// Variables of the image config that switch the writing off, with their value; an empty value is any.
  public var switchedOffBy: [(key: String, value: String)] = []
  /// Settings of the configuration that, all given, replace the directory.
  public var directives: [String] = []
  public var why: String

  /// A directory for short-lived files.
  public static func tmpfs(
    _ choices: String..., movedBy: [String] = [], unless: [String] = [], directives: [String] = [], why: String
  ) -> WritePath {
    WritePath(choices: choices, movedBy: movedBy, unless: unless, directives: directives, why: why)
  }

  /// A directory for data that must outlive the container.
  public static func volume(
    _ choices: String..., variables: [String] = [], movedBy: [String] = [], unless: [String] = [],
    directives: [String] = [], why: String
  ) -> WritePath {
    WritePath(
      variables: variables, choices: choices, kind: .volume, movedBy: movedBy, unless: unless, directives: directives,
      why: why)
  }

  /// Something below the directory that the container starts in.
  public static func work(_ part: String, _ kind: MountPlan.Kind = .tmpfs, why: String) -> WritePath {
    WritePath(choices: ["/app"], below: part, kind: kind, isOptional: true, isBelowWorkingDirectory: true, why: why)
  }

  /// Something below a home directory of the service.
  public static func below(_ home: Home, _ part: String, _ kind: MountPlan.Kind, why: String) -> WritePath {
    WritePath(variables: home.variables, choices: home.choices, below: part, kind: kind, why: why)
  }

  /// The same directory, which the service also works without.
  public var optional: WritePath {
    var out = self
    out.isOptional = true
    return out
  }

  /// Where a service is installed.
  public struct Home: Sendable {
    public var variables: [String] = []
    public var choices: [String]
  }
}

/// A log file or a directory of log files a service writes.
public struct LogPath: Sendable {
  public var path: String
  public var isDirectory = false
  /// The setting of the configuration that names it; empty when none is read.
  public var directive = ""
  /// What sends the log to standard output instead.
  public var fix = ""
}
