import Core
import Digest
import JSONText

/// A digest as `algorithm:hex`, checked before it becomes part of a name.
struct Digested {
  let text: String
  let algorithm: String
  let hex: String

  /// - Throws: `.corrupt` when it is not `algorithm:hex` (OCI image specification, descriptor.md, "Digests").
  init(_ text: String?) throws(ArchiveError) {
    guard let text else { throw ArchiveError(.corrupt, "a descriptor has no digest") }
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts[0].isEmpty, parts[1].utf8.count >= 32, parts[1].utf8.count <= 128,
      parts[0].utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 43 || $0 == 45 || $0 == 95 }
      ),
      parts[1].utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
    else { throw ArchiveError(.corrupt, "\"\(text.prefix(200))\" is not a digest (expected sha256:…)") }
    (self.text, algorithm, hex) = (text, parts[0], parts[1])
  }

  var hasher: Hasher.Algorithm? { Hasher.Algorithm(rawValue: algorithm) }
}

/// index.json and blobs: an OCI image layout.
extension LayoutReader {
  private static let indexTypes: Set<String> = [
    "application/vnd.oci.image.index.v1+json", "application/vnd.docker.distribution.manifest.list.v2+json",
  ]
  private static let manifestTypes: Set<String> = [
    "application/vnd.oci.image.manifest.v1+json", "application/vnd.docker.distribution.manifest.v2+json",
  ]

  /// A descriptor still to be looked at, with what its parents said.
  private struct Pending {
    var descriptor: JSONValue
    var depth: Int
    var reference: String?
    var platform: Platform?
    var family: String
  }

  mutating func ociImages() throws(ArchiveError) -> [ArchivedImage] {
    let (top, _) = try document("index.json")
    guard top.members != nil else {
      throw ArchiveError(.corrupt, "index.json is \(top.kindName), expected an object")
    }
    var images: [ArchivedImage] = []
    var seen: Set<String> = []
    var visited = 0
    var pending = (top.field("manifests")?.array ?? []).reversed().map {
      Pending(descriptor: $0, depth: 0, reference: nil, platform: nil, family: "index.json")
    }
    while var next = pending.popLast() {
      visited += 1
      guard visited <= limits.manifests else {
        throw ArchiveError(.limit, "more than \(limits.manifests) manifests")
      }
      let notes = next.descriptor["annotations"]
      next.reference =
        notes?["io.containerd.image.name"]?.string ?? notes?["org.opencontainers.image.ref.name"]?.string
        ?? next.reference
      next.platform = platform(next.descriptor) ?? next.platform
      let digest = next.descriptor["digest"]?.string
      guard seen.insert("\(digest ?? "")\u{0}\(next.reference ?? "")").inserted else { continue }
      if isAttestation(next.descriptor) { continue }
      do throws(ArchiveError) {
        try visit(next, &pending, &images)
      } catch {
        guard error.code != .limit else { throw error }
        problems.warning(
          "manifest-unreadable", "manifest \(digest ?? "without digest") cannot be read: \(error.message)")
      }
    }
    return images
  }

  private mutating func visit(
    _ next: Pending, _ pending: inout [Pending], _ images: inout [ArchivedImage]
  ) throws(ArchiveError) {
    guard next.depth <= limits.indexDepth else {
      throw ArchiveError(.corrupt, "indexes are nested deeper than \(limits.indexDepth)")
    }
    let digest = try Digested(next.descriptor["digest"]?.string)
    let (value, bytes) = try document("blobs/\(digest.algorithm)/\(digest.hex)")
    guard value.members != nil else { throw ArchiveError(.corrupt, "it is \(value.kindName), expected an object") }
    let type = value.field("mediaType")?.string ?? next.descriptor["mediaType"]?.string ?? ""
    let isIndex =
      LayoutReader.indexTypes.contains(type)
      || (!LayoutReader.manifestTypes.contains(type) && value.field("manifests") != nil)
    if isIndex {
      checkDigest(bytes, digest, "index", &problems)
      let family = "\(digest.text) \(next.reference ?? "")"
      for child in (value.field("manifests")?.array ?? []).reversed() {
        pending.append(
          Pending(
            descriptor: child, depth: next.depth + 1, reference: next.reference, platform: next.platform,
            family: family))
      }
      return
    }
    guard var image = try ociImage(value, blob: { "blobs/\($0.algorithm)/\($0.hex)" }) else { return }
    checkDigest(bytes, digest, "manifest", &image.problems)
    image.reference = next.reference
    image.tags = next.reference.map { [$0] } ?? []
    image.platform = next.platform ?? image.platform
    image.manifestDigest = digest.text
    // Images beside each other at the top are different images unless they share a name.
    image.family = next.depth == 0 ? "\(next.reference ?? digest.text)" : next.family
    if let stated = next.descriptor["size"]?.integer, stated != Int64(bytes.count) {
      image.problems.warning("size-mismatch", "the manifest is \(bytes.count) bytes, its descriptor says \(stated)")
    }
    images.append(image)
  }

  /// The image a manifest describes; nil when it describes something else (an attestation, a chart).
  mutating func ociImage(
    _ manifest: JSONValue, blob: (Digested) -> String
  ) throws(ArchiveError) -> ArchivedImage? {
    let config = manifest.field("config")
    let configType = config?["mediaType"]?.string ?? ""
    let layers = manifest.field("layers")?.array ?? []
    if configType.hasPrefix("application/vnd.oci.empty") || manifest["artifactType"]?.string?.isEmpty == false {
      return nil
    }
    if layers.contains(where: { $0["mediaType"]?.string?.contains("in-toto") == true }) { return nil }
    if configType.hasPrefix("application/vnd.cncf.") || configType.hasPrefix("application/vnd.dev.") {
      problems.warning("not-an-image", "a manifest for \(configType) is no container image; passed over")
      return nil
    }
    guard layers.count <= limits.layers else {
      throw ArchiveError(.corrupt, "\(layers.count) layers are over the limit of \(limits.layers)")
    }
    var image = ArchivedImage(reference: nil, tags: [])
    for descriptor in layers { image.layers.append(ociLayer(descriptor, blob)) }
    let digest: Digested
    do throws(ArchiveError) { digest = try Digested(config?["digest"]?.string) } catch {
      image.hasConfig = false
      image.problems.incident("config-corrupt", "the image config cannot be read: \(error.message)")
      return image
    }
    readConfig(blob(digest), digest: digest.text, into: &image)
    return image
  }

  private func ociLayer(_ descriptor: JSONValue, _ blob: (Digested) -> String) -> ArchivedLayer {
    let type = descriptor["mediaType"]?.string
    do throws(ArchiveError) {
      let digest = try Digested(descriptor["digest"]?.string)
      var found = layer(blob(digest), digest: digest.text, mediaType: type)
      if found.missing == nil, let stated = descriptor["size"]?.integer, let stored = found.storedBytes,
        stated != stored
      {
        found.missing = nil
        found.sizeProblem = "the layer is \(stored) bytes, its descriptor says \(stated)"
      }
      return found
    } catch {
      var broken = ArchivedLayer(name: descriptor["digest"]?.string ?? "", digest: nil, mediaType: type)
      broken.missing = Incident(code: "layer-corrupt", message: error.message)
      return broken
    }
  }

  /// BuildKit's provenance and SBOM manifests sit beside the images and are none.
  func isAttestation(_ descriptor: JSONValue) -> Bool {
    if descriptor["annotations"]?["vnd.docker.reference.type"]?.string?.isEmpty == false { return true }
    return descriptor["platform"]?["os"]?.string == "unknown"
  }

  func platform(_ descriptor: JSONValue) -> Platform? {
    guard let platform = descriptor["platform"], let os = platform["os"]?.string, !os.isEmpty,
      let architecture = platform["architecture"]?.string, !architecture.isEmpty
    else { return nil }
    return Platform(os: os, architecture: architecture, variant: platform["variant"]?.string)
  }

  func checkDigest(_ bytes: [UInt8], _ stated: Digested, _ what: String, _ problems: inout Problems) {
    guard verifies else { return }
    guard let algorithm = stated.hasher, let actual = Hasher.digest(bytes, algorithm) else {
      problems.incident(
        "digest-unknown", "\(what): the digest algorithm \"\(stated.algorithm)\" is not known; not verified")
      return
    }
    if actual != stated.text {
      problems.incident("digest-mismatch", "\(what): named \(stated.text), content is \(actual)")
    }
  }
}
