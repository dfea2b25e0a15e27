import Dockerfile

/// Why BuildKit refuses a file or an instruction.
public struct BuildError: Error, Sendable, Equatable {
  /// Stable machine-readable word, such as `circular-dependency`.
  public var code: String
  /// What it is and what was expected. Lower case, no full stop. May hold text of the file.
  public var message: String
  /// The first line it is about, 1-based; 0 when it is about none.
  public var line: Int

  init(_ code: String, _ message: String, line: Int = 0) {
    (self.code, self.message, self.line) = (code, message, line)
  }

  init(_ error: DockerfileError) {
    self.init(error.code, error.message, line: error.lines.lowerBound)
  }
}
