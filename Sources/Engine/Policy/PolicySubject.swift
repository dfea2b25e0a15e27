import Core

/// What a policy has to know of a target that it is applied to.
struct PolicySubject: Sendable {
  var kind: RuleSubject
  /// The file's path from the directory of the configuration; nil when it is not below it or has none.
  var path: [UInt8]?
  /// The names and the archive of an image.
  var names: [String] = []
  /// Whose findings of a baseline are looked at.
  var group: BaselineGroup

  /// - Parameter path: absolute; nil for what is no file.
  init(kind: RuleSubject, path: String?, directory: String, names: [String] = [], group: BaselineGroup) {
    (self.kind, self.names, self.group) = (kind, names, group)
    guard let path, !directory.isEmpty else { return }
    self.path = LexicalPath.relative(Array(path.utf8), to: Array(directory.utf8))
  }
}

/// Findings of a baseline that belong together.
enum BaselineGroup: Hashable, Sendable {
  /// By its name without registry, tag and digest; empty when it has none.
  case image(String)
  /// By the path that reports name.
  case file(String)
}
