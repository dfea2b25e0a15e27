/// An operating system and processor, as image indexes name them (OCI image specification, image-index.md).
public struct Platform: Sendable, Hashable, CustomStringConvertible {
  public var os: String
  public var architecture: String
  public var variant: String?

  public init(os: String, architecture: String, variant: String? = nil) {
    (self.os, self.architecture, self.variant) = (os, architecture, variant)
  }

  /// From `os/arch[/variant]`; nil when it is not that.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2 || parts.count == 3, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
    self.init(os: parts[0], architecture: parts[1], variant: parts.count == 3 ? parts[2] : nil)
  }

  public var description: String { os + "/" + architecture + (variant.map { "/" + $0 } ?? "") }

  /// Whether this asks for that image; a missing variant asks for any.
  func matches(_ other: Platform) -> Bool {
    os == other.os && architecture == other.architecture && (variant == nil || variant == other.variant)
  }

  /// Linux on the processor this program was built for: what a container here would run.
  public static var host: Platform {
    #if arch(arm64)
      Platform(os: "linux", architecture: "arm64")
    #else
      Platform(os: "linux", architecture: "amd64")
    #endif
  }
}

extension ImageSelection {
  /// The images that are asked for: by name, then one platform of each family.
  func choose(_ images: [ArchivedImage], subject: String) throws(ArchiveError) -> [ArchivedImage] {
    var left = images
    if let name {
      left = images.filter { $0.isNamed(name) }
      guard !left.isEmpty else {
        let names = images.flatMap { $0.tags.isEmpty ? [$0.reference].compactMap { $0 } : $0.tags }
        throw ArchiveError(
          .notFound, "\(subject) has no image \"\(name)\"",
          found: names.isEmpty ? "images without names" : names.prefix(20).joined(separator: "  "),
          help: "--image NAME; without it all are scanned")
      }
    }
    if takesAllPlatforms { return left }
    var out: [ArchivedImage] = []
    var done: Set<String> = []
    for image in left where done.insert(image.family).inserted {
      out.append(try one(of: left.filter { $0.family == image.family }, subject: subject))
    }
    return out
  }

  private func one(of family: [ArchivedImage], subject: String) throws(ArchiveError) -> ArchivedImage {
    let wanted = platform ?? .host
    if let exact = family.first(where: { $0.platform.map { wanted.matches($0) } ?? false }) { return exact }
    if platform == nil, family.count == 1 { return family[0] }
    if platform != nil, family.count == 1, family[0].platform == nil { return family[0] }
    let choices = family.compactMap { $0.platform?.description }
    throw ArchiveError(
      .notFound, "no \(wanted) in this image of \(subject)",
      found: choices.prefix(20).joined(separator: ", "),
      help: "--platform \(choices.first ?? "OS/ARCH"), or --all-platforms")
  }
}

extension ArchivedImage {
  /// Whether the image is called so; `app` also means `app:latest`.
  func isNamed(_ name: String) -> Bool {
    let names = tags + [reference].compactMap { $0 }
    return names.contains(name) || names.contains(name + ":latest")
  }
}
