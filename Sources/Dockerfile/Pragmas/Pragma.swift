import Core

/// A comment that tells a linter to be silent about rules.
public struct Pragma: Sendable, Equatable {
  /// Whose comment it is.
  public enum Tool: String, Sendable { case imgscan, hadolint, buildkit }

  /// What it is about.
  public enum Scope: Sendable, Equatable {
    /// The instruction that follows, or that it stands in.
    case instruction
    /// The stage it stands in; before FROM, the stage that begins there.
    case stage
    case file
  }

  public var tool: Tool
  public var scope: Scope
  /// Ids as written; `all` for every rule of BuildKit.
  public var rules: [String]
  public var reason: String?
  /// The last day on which it counts; nil when it has no end.
  public var expires: CalendarDate?
  /// What is wrong with it; a pragma with a problem counts for nothing.
  public var problem: String?
  /// 1-based.
  public var line: Int
  /// The comment in the file.
  public var offsets: Range<Int>
}
