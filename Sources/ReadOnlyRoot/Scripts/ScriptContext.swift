import ShellSyntax

/// What is known of where and how a script runs.
struct ScriptContext: Sendable {
  /// What a path of the image is, for a program in the container.
  enum Place: Sendable, Equatable {
    case missing
    case file
    case directory
    /// A device, or a link to one or to a standard stream: writing there needs no writable root.
    case stream
    /// A volume, or below one: what is there when the script runs cannot be told.
    case unknown
  }

  /// Variables with a known value.
  var environment: [String: String] = [:]
  /// `$0` and the words after it; nil when they are not known.
  var arguments: [String]?
  /// The directory the script starts in; nil when not known.
  var directory: String? = "/"
  /// The user it runs as; nil when not known.
  var uid: Int?
  /// That user's name; nil when not known.
  var userName: String?
  /// Whether the shell keeps here-documents in files.
  var isBash = false
  /// Whether a function that nothing in the script calls is passed over, unless `called` has its name.
  var isLibrary = false
  /// Names that other scripts call.
  var called: Set<String> = []
  var place: @Sendable (String) -> Place = { _ in .missing }
  /// The bytes of a script of the image; nil when they are not at hand.
  var content: @Sendable (String) -> [UInt8]? = { _ in nil }
}

/// How sure it is that a command runs.
enum Reach: Int, Comparable, Sendable {
  /// Surely not.
  case never
  /// If something else succeeded, failed or matched.
  case guarded
  /// Whenever the script runs.
  case sure

  static func < (left: Reach, right: Reach) -> Bool { left.rawValue < right.rawValue }
}
