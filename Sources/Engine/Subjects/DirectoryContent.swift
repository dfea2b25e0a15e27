import ImageArchive
import JSONText

/// Whether a directory is an image or a tree to search.
enum DirectoryContent: Equatable {
  case image, tree

  /// Tells by the files that the layouts have at their top.
  ///
  /// A project may well have an `index.json`, a `manifest.json` or a `version` of its own: what is in them decides.
  ///
  /// Source: OCI image-layout 1.1; containers/image `dir:`; `docker save`.
  init(of directory: [UInt8]) {
    func path(_ name: String) -> [UInt8] { directory + Array(("/" + name).utf8) }
    func isFile(_ name: String) -> Bool { (try? RegularFile.look(path(name)).kind) == .file }
    func head(_ name: String) -> [UInt8]? { isFile(name) ? try? RegularFile.head(path(name), count: 1 << 20) : nil }
    func firstByte(_ text: [UInt8]) -> UInt8? { text.first { $0 > 32 && $0 < 127 } }
    func members(_ text: [UInt8]) -> [String]? { (try? JSONParser.parse(text))?.members?.map(\.key) }

    self = .tree
    if isFile("oci-layout") {
      self = .image
    } else if let index = head("index.json") {
      let hasBlobs = (try? RegularFile.look(path("blobs")).kind) == .directory
      self = hasBlobs || members(index)?.contains("manifests") == true ? .image : .tree
    } else if let manifest = head("manifest.json") {
      let version = head("version") ?? []
      let isSkopeo = version.starts(with: "Directory Transport".utf8)
      let isManifest = !version.isEmpty && members(manifest)?.contains("schemaVersion") == true
      self = isSkopeo || isManifest || firstByte(manifest) == UInt8(ascii: "[") ? .image : .tree
    } else if let repositories = head("repositories") {
      self = firstByte(repositories) == UInt8(ascii: "{") ? .image : .tree
    }
  }
}
