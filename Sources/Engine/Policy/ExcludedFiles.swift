/// The files that searches leave out, as a configuration says it.
public struct ExcludedFiles: Sendable {
  private let globs: [PathGlob]
  private let directory: [UInt8]

  /// - Parameters:
  ///   - patterns: for files below the directory; what lies below a directory that matches is left out, too.
  ///   - directory: absolute.
  public init(_ patterns: [String] = [], directory: String = "") {
    globs = patterns.map { PathGlob($0, takesBelow: true) }
    self.directory = Array(directory.utf8)
  }

  /// - Parameter path: absolute.
  public func contains(_ path: [UInt8]) -> Bool {
    guard !globs.isEmpty, let relative = LexicalPath.relative(path, to: directory) else { return false }
    return globs.contains { $0.matches(relative) }
  }
}
