/// Why a Dockerfile, or a part of it, is none.
public struct DockerfileError: Error, Sendable, Equatable {
  /// Which of Docker's three readings refuses it.
  public enum Layer: Sendable, Equatable {
    /// Lines to nodes: Docker reads nothing of the file.
    case parse
    /// Nodes to instructions: Docker names the line and stops.
    case instruction
    /// Expansion and stages.
    case build
  }
  public var layer: Layer
  /// Stable machine-readable word, such as `unknown-instruction`.
  public var code: String
  /// What it is and what was expected. Lower case, no full stop. May hold text of the file.
  public var message: String
  /// First and last line, 1-based; 0 stands before the first.
  public var lines: ClosedRange<Int>
  /// The part of the file.
  public var offsets: Range<Int>
  /// What to type instead; nil when that is not known.
  public var help: String?

  init(
    _ layer: Layer, _ code: String, _ message: String, lines: ClosedRange<Int>, offsets: Range<Int>,
    help: String? = nil
  ) {
    (self.layer, self.code, self.message) = (layer, code, message)
    (self.lines, self.offsets, self.help) = (lines, offsets, help)
  }
}
