/// How much of a YAML text is read.
public struct YAMLLimits: Sendable {
  /// The most bytes of a text; the largest configuration seen in the wild has some 50 KiB.
  public var bytes = 1 << 20
  /// The most levels of nesting, so that whoever walks the tree may do it level by level on the stack.
  public var depth = 64
  /// Whether an alias stands for a copy of what its anchor marks; else an alias is an error.
  public var followsAliases = false
  /// The most scalars, sequences and mappings together, those that aliases stand for included.
  public var nodes = 100_000
  /// The most lines that begin with `%`: libyaml compares each `%TAG` with all before it.
  public var directives = 100

  public init() {}
}
