import Digest

/// A layer for test archives: its tar bytes and how they are stored.
public struct TestLayer: Sendable {
  /// Uncompressed.
  public var tar: [UInt8]
  /// As it lies in the archive.
  public var stored: [UInt8]

  public init(tar: [UInt8], stored: [UInt8]? = nil) { (self.tar, self.stored) = (tar, stored ?? tar) }
  public init(_ entries: [TarEntry]) { self.init(tar: TarBuilder.archive(entries)) }

  /// The same layer in one gzip member.
  public var gzipped: TestLayer { TestLayer(tar: tar, stored: Gzip.member(tar)) }
  public var diffID: String { TestSupport.digest(of: tar) }
  public var digest: String { TestSupport.digest(of: stored) }
}

/// The `sha256:…` digest of bytes.
public func digest(of bytes: [UInt8]) -> String { Hasher.sha256(bytes) ?? "" }

/// The hexadecimal part of a digest.
public func hex(of digest: String) -> String { String(digest.drop { $0 != ":" }.dropFirst()) }

/// A member of an image archive.
public struct ArchiveMember: Sendable {
  public enum Body: Sendable, Equatable {
    case file([UInt8])
    case symlink(String)
    case hardLink(String)
    case directory
    case fifo
  }
  public var name: String
  public var body: Body

  public init(_ name: String, _ body: Body) { (self.name, self.body) = (name, body) }
  public init(_ name: String, _ bytes: [UInt8]) { self.init(name, .file(bytes)) }
  public init(_ name: String, text: String) { self.init(name, .file(Array(text.utf8))) }
}

/// An image that has yet to be written, in one of the forms the tools write.
public struct SavedImage: Sendable {
  public var layers: [TestLayer]
  /// The config's `config` object.
  public var config: String
  public var tags: [String]
  public var os = "linux"
  public var architecture = "amd64"
  /// `history` as JSON; nil for none.
  public var history: String?
  /// diff IDs to state instead of the true ones.
  public var statedDiffIDs: [String]?

  public init(_ layers: [TestLayer], config: String = "{}", tags: [String] = ["app:1"]) {
    (self.layers, self.config, self.tags) = (layers, config, tags)
  }
  public init(_ entries: [TarEntry], config: String = "{}", tags: [String] = ["app:1"]) {
    self.init([TestLayer(entries)], config: config, tags: tags)
  }

  /// The config document.
  public var configBytes: [UInt8] {
    let diffIDs = (statedDiffIDs ?? layers.map(\.diffID)).map { "\"\($0)\"" }.joined(separator: ",")
    let steps = history.map { ",\"history\":\($0)" } ?? ""
    return Array(
      """
      {"architecture":"\(architecture)","os":"\(os)","config":\(config),\
      "rootfs":{"type":"layers","diff_ids":[\(diffIDs)]}\(steps)}
      """.utf8)
  }

  public var configDigest: String { digest(of: configBytes) }

  /// The v1 id of a layer: any 64 digits.
  public static func v1ID(_ number: Int) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 64 - digits.count) + digits
  }

  private func quoted(_ items: [String]) -> String { items.map { "\"\($0)\"" }.joined(separator: ",") }

  /// What `docker save` of 1.10 to 24 writes, without the directories' entries and without `repositories`.
  public func dockerMembers(firstLayer: Int = 1) -> [ArchiveMember] {
    let names = layers.indices.map { SavedImage.v1ID(firstLayer + $0) + "/layer.tar" }
    var members = zip(names, layers).map { ArchiveMember($0, $1.stored) }
    members.append(ArchiveMember(hex(of: configDigest) + ".json", configBytes))
    members.append(ArchiveMember("manifest.json", text: "[\(dockerItem(layerNames: names))]"))
    return members
  }

  /// The item for this image in manifest.json.
  public func dockerItem(layerNames: [String]) -> String {
    """
    {"Config":"\(hex(of: configDigest)).json","RepoTags":\(tags.isEmpty ? "null" : "[\(quoted(tags))]"),\
    "Layers":[\(quoted(layerNames))]}
    """
  }

  /// The OCI manifest of this image.
  public func ociManifest(mediaTypes: [Int: String] = [:]) -> [UInt8] {
    let descriptors = layers.enumerated().map { index, layer in
      let type = mediaTypes[index] ?? "application/vnd.oci.image.layer.v1.tar"
      return #"{"mediaType":"\#(type)","digest":"\#(layer.digest)","size":\#(layer.stored.count)}"#
    }.joined(separator: ",")
    return Array(
      """
      {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",\
      "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"\(configDigest)",\
      "size":\(configBytes.count)},"layers":[\(descriptors)]}
      """.utf8)
  }

  /// A descriptor of a manifest or index.
  ///
  /// - Parameter more: further members, such as `"platform":{…}`.
  public static func descriptor(
    of bytes: [UInt8], type: String = "application/vnd.oci.image.manifest.v1+json", more: String = ""
  ) -> String {
    #"{"mediaType":"\#(type)","digest":"\#(digest(of: bytes))","size":\#(bytes.count)\#(more.isEmpty ? "" : "," + more)}"#
  }

  public static func index(_ descriptors: [String]) -> [UInt8] {
    Array(
      """
      {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json",\
      "manifests":[\(descriptors.joined(separator: ","))]}
      """.utf8)
  }

  /// The blobs of this image: config, layers, manifest.
  public func blobMembers(mediaTypes: [Int: String] = [:]) -> [ArchiveMember] {
    ([configBytes, ociManifest(mediaTypes: mediaTypes)] + layers.map(\.stored)).map(SavedImage.blob)
  }

  /// A blob under its digest's name.
  public static func blob(_ bytes: [UInt8]) -> ArchiveMember {
    ArchiveMember("blobs/sha256/\(hex(of: digest(of: bytes)))", bytes)
  }

  /// An OCI layout with this image alone.
  public func ociMembers(mediaTypes: [Int: String] = [:]) -> [ArchiveMember] {
    let name = tags.first.map { #""annotations":{"org.opencontainers.image.ref.name":"\#($0)"}"# } ?? ""
    let descriptor = SavedImage.descriptor(of: ociManifest(mediaTypes: mediaTypes), more: name)
    return blobMembers(mediaTypes: mediaTypes) + [
      ArchiveMember("index.json", SavedImage.index([descriptor])),
      ArchiveMember("oci-layout", text: #"{"imageLayoutVersion":"1.0.0"}"#),
    ]
  }

  /// What `skopeo copy … dir:` writes.
  public func skopeoMembers() -> [ArchiveMember] {
    [
      ArchiveMember("version", text: "Directory Transport Version: 1.1\n"),
      ArchiveMember("manifest.json", ociManifest()),
    ]
      + ([configBytes] + layers.map(\.stored)).map { ArchiveMember(hex(of: digest(of: $0)), $0) }
  }

  /// What `docker save` before 1.10 wrote.
  public func legacyMembers() -> [ArchiveMember] {
    var members: [ArchiveMember] = []
    for (index, layer) in layers.enumerated() {
      let id = SavedImage.v1ID(index + 1)
      let parent = index > 0 ? #","parent":"\#(SavedImage.v1ID(index))""# : ""
      members.append(ArchiveMember("\(id)/VERSION", text: "1.0"))
      members.append(
        ArchiveMember(
          "\(id)/json",
          text: #"{"id":"\#(id)"\#(parent),"os":"\#(os)","architecture":"\#(architecture)","config":\#(config)}"#))
      members.append(ArchiveMember("\(id)/layer.tar", layer.stored))
    }
    let parts = (tags.first ?? "app:1").split(separator: ":").map(String.init)
    members.append(
      ArchiveMember("repositories", text: #"{"\#(parts[0])":{"\#(parts[1])":"\#(SavedImage.v1ID(layers.count))"}}"#))
    return members
  }

  /// Members as a tar archive.
  public static func tar(_ members: [ArchiveMember], prefix: String = "") -> [UInt8] {
    TarBuilder.archive(
      members.map { member in
        let name = prefix + member.name
        return switch member.body {
        case .file(let bytes): TarEntry(name).with { $0.content = bytes }
        case .symlink(let target): TarEntry.symlink(name, to: target)
        case .hardLink(let target): TarEntry.hardLink(name, to: target)
        case .directory: TarEntry.directory(name)
        case .fifo: TarEntry(name, type: "6")
        }
      })
  }
}
