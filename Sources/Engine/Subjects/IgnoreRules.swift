/// What the ignore files of a directory and of those above it say.
///
/// An `.ignore` file outranks every `.gitignore`; within a kind the file nearest to the path decides, and within a file its
/// last line that matches.
struct IgnoreRules: Sendable {
  /// The file that is asked first, with the one to ask next.
  private final class Frame: Sendable {
    let patterns: [IgnorePattern]
    /// Bytes of a path before what the patterns are held against.
    let baseCount: Int
    let next: Frame?

    init(_ patterns: [IgnorePattern], baseCount: Int, next: Frame?) {
      (self.patterns, self.baseCount, self.next) = (patterns, baseCount, next)
    }
  }

  private var plain: Frame?
  private var git: Frame?

  init() {}

  /// Adds the `.gitignore` of the next directory down.
  mutating func addGit(_ text: [UInt8], baseCount: Int) {
    let patterns = IgnorePattern.patterns(of: text)
    if !patterns.isEmpty { git = Frame(patterns, baseCount: baseCount, next: git) }
  }

  /// Adds the `.ignore` of the next directory down.
  mutating func addPlain(_ text: [UInt8], baseCount: Int) {
    let patterns = IgnorePattern.patterns(of: text)
    if !patterns.isEmpty { plain = Frame(patterns, baseCount: baseCount, next: plain) }
  }

  /// Begins a repository: what git was told outside it does not count inside.
  mutating func enterRepository() { git = nil }

  /// Whether a path is ignored; the directories above it have been asked about before.
  ///
  /// - Parameter path: from where the outermost ignore file may be.
  /// - Parameter nameStart: where its last component begins.
  func ignores(_ path: [UInt8], nameStart: Int, isDirectory: Bool) -> Bool {
    if plain == nil, git == nil { return false }
    let name = path[nameStart...]
    for first in [plain, git] {
      var frame = first
      while let file = frame {
        if let pattern = file.patterns.last(where: {
          $0.matches(path: path[min(file.baseCount, nameStart)...], name: name, isDirectory: isDirectory)
        }) {
          return !pattern.isNegated
        }
        frame = file.next
      }
    }
    return false
  }
}
