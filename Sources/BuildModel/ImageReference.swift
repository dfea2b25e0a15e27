/// The name of an image, taken apart.
///
/// Source: the reference grammar of github.com/distribution/reference, with Docker's defaults.
public struct ImageReference: Sendable, Hashable {
  /// As written.
  public var text: String
  /// Host name; `docker.io` when none is written.
  public var registry: String
  /// Path below the registry in lower case, without `library/` for Docker's official images: `debian`, `bitnami/nginx`.
  public var repository: String
  /// nil when none is written.
  public var tag: String?
  /// `sha256:…`; nil when none is written.
  public var digest: String?

  public init(_ text: String) {
    self.text = text
    // Its marks are found among bytes: by characters it took six times as long.
    let bytes = text.utf8
    var rest = Substring(text)
    if let at = bytes.firstIndex(of: UInt8(ascii: "@")) {
      digest = String(rest[bytes.index(after: at)...])
      rest = rest[..<at]
    }
    let lastSlash = rest.utf8.lastIndex(of: UInt8(ascii: "/"))
    if let colon = rest.utf8.lastIndex(of: UInt8(ascii: ":")), lastSlash.map({ $0 < colon }) ?? true {
      tag = String(rest[bytes.index(after: colon)...])
      rest = rest[..<colon]
    }
    registry = "docker.io"
    if let slash = rest.utf8.firstIndex(of: UInt8(ascii: "/")) {
      let first = rest[..<slash]
      let isHost = first.utf8.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") }
      if isHost || first == "localhost" {
        registry = first == "index.docker.io" ? "docker.io" : String(first)
        rest = rest[bytes.index(after: slash)...]
      }
    }
    if registry == "docker.io", rest.hasPrefix("library/") { rest = rest.dropFirst(8) }
    repository = rest.lowercased()
  }

  /// The last component of the repository.
  public var name: String {
    repository.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) } ?? repository
  }

  /// Whether it is one of Docker's official images, which have no namespace.
  public var isOfficial: Bool { registry == "docker.io" && !repository.utf8.contains(UInt8(ascii: "/")) }
}
