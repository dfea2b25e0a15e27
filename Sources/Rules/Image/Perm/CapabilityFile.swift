import Core
import ImageArchive
import RootFS

/// A file with capabilities, and whether Linux gives them to whoever runs it.
struct CapabilityFile {
  var node: NodeID
  var path: RootPath
  var info: FileInfo
  var capabilities: FileCapabilities

  /// The attributes that can be read, sorted by path.
  static func all(in image: ImageModel) -> [CapabilityFile] {
    guard image.hasPermissions else { return [] }
    return image.index.fileCapabilities.compactMap { node in
      guard let capabilities = image.root.capability(node).flatMap({ FileCapabilities(attribute: $0) }) else {
        return nil
      }
      return CapabilityFile(
        node: node, path: image.root.path(of: node), info: image.root.info(node), capabilities: capabilities)
    }
  }

  /// Why the file gives no rights when run in a container; nil when it does.
  var hindrance: String? {
    if !capabilities.isWellFormed { return "Linux does not take an attribute of this length and revision" }
    if let rootID = capabilities.rootID, rootID != 0 {
      return "the rights are for the user namespace whose root is uid \(rootID) alone"
    }
    if info.head == .script { return "Linux gives a script none of its file's capabilities" }
    if !info.isExecutable { return "without the execute bit they have no effect, until a chmod +x" }
    if capabilities.permitted == 0 { return "they are only inheritable: the file adds none by itself" }
    return nil
  }
}

extension ExampleFile {
  /// A program with capabilities given by name.
  static func program(
    _ path: String, permitted: [String] = [], inheritable: [String] = [], isEffective: Bool = true, mode: UInt16 = 0o755
  ) -> ExampleFile {
    let sets = (FileCapabilities.set(of: permitted), FileCapabilities.set(of: inheritable))
    let magic: UInt32 = 0x0200_0000 | (isEffective ? 1 : 0)
    let words = [
      magic, UInt32(truncatingIfNeeded: sets.0), UInt32(truncatingIfNeeded: sets.1),
      UInt32(truncatingIfNeeded: sets.0 >> 32), UInt32(truncatingIfNeeded: sets.1 >> 32),
    ]
    let bytes = words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt32(8 * $0)) } }
    return ExampleFile(path, mode: mode, content: "\u{7F}ELF", capability: bytes)
  }
}
