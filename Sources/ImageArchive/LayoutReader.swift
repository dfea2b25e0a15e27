import Core
import Digest
import JSONText

/// Finds the images in an archive's index.
struct LayoutReader {
  let index: ArchiveIndex
  let limits: ArchiveLimits
  let verifies: Bool
  var problems: Problems

  init(_ index: ArchiveIndex, limits: ArchiveLimits, verifies: Bool) {
    (self.index, self.limits, self.verifies) = (index, limits, verifies)
    problems = index.problems
  }

  var isStream: Bool { if case .stream = index.source { true } else { false } }
  private var isDirectory: Bool { if case .directory = index.source { true } else { false } }

  /// The images, and what kind of archive it is.
  ///
  /// manifest.json wins over index.json: it is what `docker load` reads, and Docker 25 can leave an empty index beside it.
  mutating func read(subject: String) throws(ArchiveError) -> (format: String, images: [ArchivedImage]) {
    if index.members["manifest.json"] != nil {
      let hasIndex = index.contains("index.json")
      let images = try dockerImages()
      return (isDirectory ? "dir" : hasIndex ? "docker+oci hybrid" : "docker-archive", images)
    }
    if index.members["index.json"] != nil { return ("oci", try ociImages()) }
    if index.members["repositories"] != nil || index.names.contains(where: isLegacyLayer) {
      // manifest.json comes last in a newer save: without it and without an end, this is the beginning of one.
      guard !index.lacksEndMark, !index.isTruncated else {
        throw ArchiveError(
          .truncated, "\(subject) ends early: there is no manifest.json, and no end of the archive",
          help: ArchiveIndex.truncationHelp)
      }
      return ("docker-v1.0", try legacyImages())
    }
    throw notAnImage(subject)
  }

  /// `<id>/layer.tar` at the top, not below another directory.
  private func isLegacyLayer(_ name: String) -> Bool {
    name.hasSuffix("/layer.tar") && name.utf8.count(where: { $0 == UInt8(ascii: "/") }) == 1
  }

  private func notAnImage(_ subject: String) -> ArchiveError {
    if let incident = problems.incidents.first { return ArchiveError(.truncated, incident.message) }
    let roots = [".dockerenv", "bin", "dev", "etc", "lib", "proc", "sys", "usr", "var"]
    let known = roots.filter { name in index.members[name] != nil || index.names.contains { $0.hasPrefix(name + "/") } }
    if known.count >= 3 {
      return ArchiveError(
        .notAnImage, "\(subject) is not a container image",
        found: "a container file system (docker export): no config, no layers",
        help: "docker save IMAGE -o app.tar        (not docker export)")
    }
    let tops = Set(index.names.map { $0.split(separator: "/").first.map(String.init) ?? $0 })
    if let prefix = tops.first, tops.count == 1,
      index.members[prefix + "/manifest.json"] != nil || index.members[prefix + "/index.json"] != nil
    {
      return ArchiveError(
        .notAnImage, "\(subject) is not a container image",
        found: "an image inside the directory \"\(prefix)/\"; no tool loads that",
        help: "tar -C \(prefix) -cf app.tar .")
    }
    let names = index.firstNames.joined(separator: ", ")
    return ArchiveError(
      .notAnImage, "\(subject) is not a container image",
      found: index.members.isEmpty
        ? "an empty tar archive"
        : "a tar archive with \(index.members.count) members (\(names)\(index.members.count > 4 ? ", …" : "")), no manifest.json, no index.json",
      help: "docker save IMAGE -o app.tar        (not docker export, not tar -cf)")
  }

  func nothingFound(_ subject: String) -> ArchiveError {
    let reason = problems.incidents.first?.message ?? problems.warnings.first?.message
    return ArchiveError(.notAnImage, "\(subject) holds no image that can be read", found: reason)
  }

  /// Parses a JSON member.
  mutating func document(_ name: String) throws(ArchiveError) -> (value: JSONValue, bytes: [UInt8]) {
    let bytes = try index.json(name, limits: limits)
    return (try parse(bytes, name), bytes)
  }

  mutating func parse(_ bytes: [UInt8], _ name: String) throws(ArchiveError) -> JSONValue {
    do throws(JSONError) {
      let (value, duplicates) = try JSONParser.parseReportingDuplicates(bytes)
      if let key = duplicates.first {
        problems.warning(
          "json-duplicate-key", "\(name) has the key \"\(key)\" twice; the last one counts, as in Docker")
      }
      return value
    } catch {
      throw ArchiveError(.corrupt, "\(name) is not JSON: \(error)")
    }
  }

  /// The layer stored under a member name; with the reason in `missing` when there is none.
  func layer(_ name: String, digest: String? = nil, mediaType: String? = nil) -> ArchivedLayer {
    var layer = ArchivedLayer(name: name, digest: digest, mediaType: mediaType)
    if mediaType?.hasSuffix("+encrypted") == true {
      layer.missing = Incident(
        code: "layer-unsupported", message: "media type \(mediaType ?? ""): encrypted layers cannot be read")
      return layer
    }
    do throws(ArchiveError) {
      let found = try index.file(name)
      layer.name = found.name
      if case .skipped(let reason) = found.body {
        layer.missing = Incident(code: "layer-unreadable", message: "\"\(name)\" is no layer: \(reason)")
      } else if case .kept = found.body, found.sizeBytes > 0 {
        layer.missing = Incident(code: "layer-corrupt", message: "\"\(name)\" is not a tar archive")
      }
      layer.body = found.body
      layer.storedBytes = found.sizeBytes
      if case .kept = found.body, found.sizeBytes == 0 { layer.body = .scanned(LayerRecord.ofNothing) }
    } catch {
      let isForeign = mediaType.map { $0.contains("foreign") || $0.contains("nondistributable") } ?? false
      let reason = isForeign ? "it is kept elsewhere (\(mediaType ?? "")) and was not scanned" : error.message
      layer.missing = Incident(code: isForeign ? "layer-foreign" : "layer-missing", message: reason)
    }
    return layer
  }

  /// Reads an image's config; what is wrong with it becomes the image's incident.
  mutating func readConfig(_ name: String, digest stated: String?, into image: inout ArchivedImage) {
    do throws(ArchiveError) {
      let (value, bytes) = try document(name)
      image.configDigest = Hasher.sha256(bytes)
      if verifies, let stated, let actual = Hasher.digest(bytes, stated.hasPrefix("sha512:") ? .sha512 : .sha256),
        actual != stated
      {
        image.problems.incident("digest-mismatch", "config: named \(stated), content is \(actual)")
      }
      var parser = ConfigParser()
      image.config = parser.parse(value)
      image.problems.absorb(parser.problems)
      image.hasConfig = parser.problems.incidents.isEmpty
    } catch {
      image.hasConfig = false
      image.problems.incident("config-\(error.code.rawValue)", "the image config cannot be read: \(error.message)")
    }
    if image.platform == nil, let os = image.config.os, let architecture = image.config.architecture, !os.isEmpty {
      image.platform = Platform(os: os, architecture: architecture, variant: image.config.variant)
    }
    checkCounts(&image)
  }

  private func checkCounts(_ image: inout ArchivedImage) {
    let stated = image.config.diffIDs.count
    if stated > 0, stated != image.layers.count {
      image.problems.incident(
        "layer-count", "the config names \(stated) layers, the manifest has \(image.layers.count)")
    }
    if image.layers.count > limits.layers {
      image.problems.incident(
        "too-many-layers", "\(image.layers.count) layers are over the limit of \(limits.layers); the image was not read"
      )
      image.layers = []
      image.hasConfig = false
    }
  }
}

extension LayerRecord {
  static var ofNothing: LayerRecord {
    var record = LayerRecord()
    record.problems.warning("layer-empty", "the layer holds no bytes at all")
    return record
  }
}
