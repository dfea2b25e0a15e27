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
    var rest = Substring(text)
    if let at = rest.firstIndex(of: "@") {
      digest = String(rest[rest.index(after: at)...])
      rest = rest[..<at]
    }
    let lastSlash = rest.lastIndex(of: "/")
    if let colon = rest.lastIndex(of: ":"), lastSlash.map({ $0 < colon }) ?? true {
      tag = String(rest[rest.index(after: colon)...])
      rest = rest[..<colon]
    }
    registry = "docker.io"
    if let slash = rest.firstIndex(of: "/") {
      let first = rest[..<slash]
      if first.contains(".") || first.contains(":") || first == "localhost" {
        registry = first == "index.docker.io" ? "docker.io" : String(first)
        rest = rest[rest.index(after: slash)...]
      }
    }
    if registry == "docker.io", rest.hasPrefix("library/") { rest = rest.dropFirst(8) }
    repository = rest.lowercased()
  }

  /// The last component of the repository.
  public var name: String { repository.split(separator: "/").last.map(String.init) ?? repository }

  /// Whether it is one of Docker's official images, which have no namespace.
  public var isOfficial: Bool { registry == "docker.io" && !repository.contains("/") }
}
