import Core
import JSONText

/// manifest.json: what `docker save` writes since 1.10, and skopeo's `dir:`.
extension LayoutReader {
  mutating func dockerImages() throws(ArchiveError) -> [ArchivedImage] {
    let (manifest, _) = try document("manifest.json")
    if manifest.members != nil { return try skopeoImages(manifest) }
    guard let items = manifest.array else {
      throw ArchiveError(.corrupt, "manifest.json is \(manifest.kindName), expected an array of images")
    }
    guard !items.isEmpty else { throw ArchiveError(.notAnImage, "manifest.json names no image") }
    guard items.count <= limits.images else {
      throw ArchiveError(
        .limit, "manifest.json names \(items.count) images, over the limit of \(limits.images)",
        help: "save fewer images into one archive")
    }
    var images: [ArchivedImage] = []
    for (number, item) in items.enumerated() {
      guard item.members != nil else {
        problems.incident("manifest-corrupt", "manifest.json: image \(number) is \(item.kindName), expected an object")
        continue
      }
      if let image = dockerImage(item, number) { images.append(image) }
    }
    return images
  }

  private mutating func dockerImage(_ item: JSONValue, _ number: Int) -> ArchivedImage? {
    let tags = item.field("RepoTags")?.strings ?? []
    var image = ArchivedImage(reference: tags.first, tags: tags)
    image.family = "manifest.json#\(number)"
    let layers = item.field("Layers")
    guard let config = item.field("Config")?.string, layers == nil || layers?.array != nil else {
      problems.incident("manifest-corrupt", "manifest.json: image \(number) lacks Config or Layers of the right kind")
      return nil
    }
    if let count = layers?.array?.count, count > limits.layers {
      problems.incident(
        "manifest-corrupt",
        "manifest.json: the \(count) layers of image \(number) are over the limit of \(limits.layers)")
      return nil
    }
    for name in layers?.array ?? [] {
      guard let name = name.string, !name.isEmpty else {
        image.problems.incident("manifest-corrupt", "manifest.json: a layer's name is no string or empty")
        image.hasConfig = false
        continue
      }
      image.layers.append(layer(name))
    }
    let hadAll = image.hasConfig
    readConfig(config, digest: LayoutReader.digest(inName: config), into: &image)
    image.hasConfig = image.hasConfig && hadAll
    return image
  }

  /// The digest a config's member name states: `<hex>.json`, `sha256:<hex>` or `blobs/sha256/<hex>`.
  static func digest(inName name: String) -> String? {
    var last = name.split(separator: "/").last.map(String.init) ?? name
    if last.hasSuffix(".json") { last.removeLast(5) }
    if last.hasPrefix("sha256:") { last.removeFirst(7) }
    let isDigest = last.utf8.count == 64 && last.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    return isDigest ? "sha256:" + last : nil
  }

  /// skopeo's `dir:`: one manifest or a list, blobs named by their bare hexadecimal digest.
  private mutating func skopeoImages(_ manifest: JSONValue) throws(ArchiveError) -> [ArchivedImage] {
    func blob(_ digest: Digested) -> String { digest.hex }
    guard let children = manifest.field("manifests")?.array else {
      guard manifest.field("layers") != nil || manifest.field("config") != nil else {
        throw ArchiveError(.corrupt, "manifest.json is an object, expected an array of images or an image manifest")
      }
      return [try ociImage(manifest, blob: blob)].compactMap { $0 }
    }
    var images: [ArchivedImage] = []
    for child in children.prefix(limits.images + 1) {
      guard !isAttestation(child) else { continue }
      do throws(ArchiveError) {
        let digest = try Digested(child["digest"]?.string)
        let (value, bytes) = try document(digest.hex + ".manifest.json")
        guard var image = try ociImage(value, blob: blob) else { continue }
        image.manifestDigest = digest.text
        checkDigest(bytes, digest, "manifest", &image.problems)
        image.platform = platform(child) ?? image.platform
        image.family = "manifest.json"
        images.append(image)
      } catch {
        problems.warning("manifest-missing", "a manifest of the list cannot be read: \(error.message)")
      }
    }
    return images
  }
}
