/// `NAME=value` or `NAME+=value` before a command's words, or the operand of `export`, `readonly`, `local`, `declare`.
public struct ShellAssignment: Sendable, Equatable {
  /// The variable, with the subscript if one is given.
  public var name: String
  /// For an array all of it, as `(a b)`.
  public var value: ShellWord
  /// Whether it is `+=`.
  public var appends: Bool
  /// The words of `NAME=(word…)`, keys such as `[0]=` included; nil when it is no array.
  public var elements: [ShellWord]?

  /// An assignment of a value, or of an array.
  public init(name: String, value: ShellWord, appends: Bool, elements: [ShellWord]? = nil) {
    (self.name, self.value, self.appends, self.elements) = (name, value, appends, elements)
  }
}
