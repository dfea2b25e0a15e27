import BuildModel

/// What is known of the images of one or more repositories.
struct BaseRow: Sendable {
  /// Which repositories of a registry a row is about. Never a part of a name.
  enum Repository: Sendable, Hashable {
    case exactly(String)
    /// All below a path, given with its slash: `distroless/`.
    case below(String)

    func matches(_ repository: String) -> Bool {
      switch self {
      case .exactly(let name): repository == name
      case .below(let path): repository.hasPrefix(path) && repository.utf8.count > path.utf8.count
      }
    }
  }

  var registry: String
  var repository: Repository
  /// What a tag that names no system stands for.
  var family: BaseFamily
  /// Whether tags never change the family: `debian`, `alpine`.
  var isFixed = false
  /// Whether somebody has looked it up in the image's own sources.
  var isVerified = false

  init(_ registry: String, _ repository: Repository, _ family: BaseFamily, isFixed: Bool = false) {
    (self.registry, self.repository, self.family, self.isFixed) = (registry, repository, family, isFixed)
  }
}

extension ImageReference {
  /// The name by which tables know it: mirrors and images of one architecture stand for Docker's official image.
  ///
  /// Source: Docker Official Images, "Architectures other than amd64?"; general knowledge of the mirrors.
  var canonicalName: (registry: String, repository: String) {
    var (registry, repository) = (self.registry, self.repository)
    if let path = ImageReference.mirrors[registry], repository.hasPrefix(path) {
      return ("docker.io", String(repository.dropFirst(path.count)))
    }
    if registry == "registry-1.docker.io" || registry == "registry.hub.docker.com" { registry = "docker.io" }
    if registry == "docker.io" {
      if repository.hasPrefix("library/") { repository = String(repository.dropFirst(8)) }
      let parts = repository.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      if parts.count == 2, ImageReference.architectures.contains(String(Substring(parts[0]))) {
        repository = String(Substring(parts[1]))
      }
    }
    return (registry, repository)
  }

  private static let mirrors = ["public.ecr.aws": "docker/library/", "mirror.gcr.io": "library/"]

  private static let architectures: Set<String> = [
    "amd64", "arm32v5", "arm32v6", "arm32v7", "arm64v8", "i386", "mips64le", "ppc64le", "riscv64", "s390x",
  ]

  /// Whether it names an image by nothing but its hash: `sha256:…`, or 64 hexadecimal digits.
  var isOnlyDigest: Bool {
    let isHash = { (text: String) in
      text.utf8.count == 64 && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }
    return registry == "docker.io" && (isHash(repository) || (repository == "sha256" && tag.map(isHash) ?? false))
  }
}
