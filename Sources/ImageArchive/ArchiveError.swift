/// Why an archive, or a part of it, could not be read.
public struct ArchiveError: Error, Equatable, Sendable {
  public enum Code: String, Sendable {
    /// The input is no regular file or directory, or cannot be opened.
    case unreadable
    /// The input is something else than an image archive.
    case notAnImage = "not-an-image"
    /// The bytes end before they should.
    case truncated
    /// The bytes contradict their own format.
    case corrupt
    /// A limit was met; the message names it.
    case limit
    /// What was asked for (image name, platform) is not in the archive.
    case notFound = "not-found"
    /// A kind of content that cannot be read, such as an encrypted layer.
    case unsupported
  }
  public var code: Code
  /// What it is and what was expected. Lower case, no full stop. May hold untrusted names.
  public var message: String
  /// What was found instead, for the reader; nil when the message says it all.
  public var found: String?
  /// What to type; nil when there is nothing to type.
  public var help: String?

  public init(_ code: Code, _ message: String, found: String? = nil, help: String? = nil) {
    (self.code, self.message, self.found, self.help) = (code, message, found, help)
  }
}
