/// A service whose write places are known.
struct KnownWriter: Sendable {
  /// The service as people call it.
  var name: String
  /// Base names of the programs that are it.
  var programs: Set<String>
  var paths: [WritePath]
  var logs: [LogPath] = []
  /// Directories that hold its data files.
  var state: [String] = []
  /// The configuration file that can move `paths` and `logs`; empty when none is read.
  var config = ""
  /// What in the command names another configuration file.
  var configOptions: [String] = []
  /// What to change so that it writes less.
  var hint = ""
  /// Words that stand for it in the command of its image's entrypoint script and are no programs of their own.
  var words: Set<String> = []
}

/// A directory a service writes into while it runs.
struct WritePath: Sendable {
  /// Variables of the image config that hold the directory's upper part; the first that is set counts.
  var variables: [String] = []
  /// The upper part; the first of these directories that the image has, unless a variable is set.
  var choices: [String]
  /// Appended to the upper part, such as `/temp`; empty for the upper part itself.
  var below = ""
  var kind: MountPlan.Kind = .tmpfs
  /// Whether the service also works without, or only sometimes writes here.
  var isOptional = false
  /// Programs are loaded from here, so `noexec` would break it.
  var needsExec = false
  /// Only when the image has this path.
  var onlyIf = ""
  /// Options of the command whose value is the directory.
  var movedBy: [String] = []
  /// Options of the command with which nothing is known of the directory.
  var unless: [String] = []
  /// Variables of the image config that switch the writing off, with their value; an empty value is any.
  var switchedOffBy: [(key: String, value: String)] = []
  /// Directives of the configuration file that, all given, replace the directory.
  var directives: [String] = []
  var why: String

  /// A directory for short-lived files.
  static func tmpfs(
    _ choices: String..., movedBy: [String] = [], unless: [String] = [], directives: [String] = [], why: String
  ) -> WritePath {
    WritePath(choices: choices, movedBy: movedBy, unless: unless, directives: directives, why: why)
  }

  /// A directory for data that must outlive the container.
  static func volume(
    _ choices: String..., variables: [String] = [], movedBy: [String] = [], unless: [String] = [], why: String
  ) -> WritePath {
    WritePath(variables: variables, choices: choices, kind: .volume, movedBy: movedBy, unless: unless, why: why)
  }

  /// Something below a home directory of the service.
  static func below(_ home: Home, _ part: String, _ kind: MountPlan.Kind, why: String) -> WritePath {
    WritePath(variables: home.variables, choices: home.choices, below: part, kind: kind, why: why)
  }

  /// The same directory, which the service also works without.
  var optional: WritePath {
    var out = self
    out.isOptional = true
    return out
  }

  /// Where a service is installed.
  struct Home: Sendable {
    var variables: [String] = []
    var choices: [String]
  }
}

/// A log file or a directory of log files a service writes.
struct LogPath: Sendable {
  var path: String
  var isDirectory = false
  /// The directive of the configuration file that names it; empty when none is read.
  var directive = ""
  /// How the stock configuration file writes the path when it uses a variable.
  var writtenAs = ""
  /// What sends the log to standard output instead.
  var fix = ""
}
