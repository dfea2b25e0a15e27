/// Where in a Dockerfile the change belongs that makes a finding of its image go away.
public struct DockerfileChange: Hashable, Sendable {
  public enum Kind: String, Sendable {
    /// The instruction itself is to be changed.
    case change
    /// A line is to be added before it.
    case addBefore = "add-before"
    /// A line is to be added after it.
    case addAfter = "add-after"
  }
  public var kind: Kind
  public var lines: SourceLines

  public init(kind: Kind, lines: SourceLines) { (self.kind, self.lines) = (kind, lines) }
}
