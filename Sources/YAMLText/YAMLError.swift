import Core

/// Why a text is not the YAML that is read here, and where.
public struct YAMLError: Error, Equatable, Sendable {
  /// Lower case, no full stop; what it holds of the text is made safe to show.
  public var message: String
  /// What to type; nil when the message says it all.
  public var help: String?
  public var position: SourcePosition

  public init(_ message: String, help: String? = nil, at position: SourcePosition) {
    (self.message, self.help, self.position) = (message, help, position)
  }
}
