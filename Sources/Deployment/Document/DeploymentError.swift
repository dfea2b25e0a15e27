import Core

/// Why a text cannot be judged as a deployment file, and where.
public struct DeploymentError: Error, Equatable, Sendable {
  /// Such as `invalid-json`, `duplicate-key`, `not-a-deployment`, `too-large`.
  public var code: String
  /// Lower case, no full stop; what it holds of the text is made safe to show.
  public var message: String
  /// What was found instead, in words; nil when the message says it all.
  public var found: String?
  /// What to type; nil when the message says it all.
  public var help: String?
  /// nil when it is about the file as a whole.
  public var position: SourcePosition?

  /// Codes of texts that are no deployment file, or none yet: what a search found by its name alone is passed over then.
  public static let passedOver: Set<String> = ["not-a-deployment", "no-containers", "template"]

  public init(
    _ code: String, _ message: String, found: String? = nil, help: String? = nil, at position: SourcePosition? = nil
  ) {
    (self.code, self.message, self.found, self.help, self.position) = (code, message, found, help, position)
  }
}
