import Core
import ImageArchive

extension ImageModel {
  /// Whether it is a Windows image, which has no read-only root file system.
  public var isWindows: Bool { config.os?.lowercased() == "windows" }

  /// Where a path really leads in the image, links followed; the part that the image does not have stays as written.
  public func resolvedPath(_ text: String) -> RootPath {
    var parts = text.split(separator: "/").filter { $0 != "." }.prefix(256).map(String.init)
    var missing: [String] = []
    while !parts.isEmpty {
      if let node = root.lookup("/" + parts.joined(separator: "/")) {
        let base = root.path(of: node).bytes
        let head = base == [UInt8(ascii: "/")] ? [] : base
        return RootPath(bytes: missing.reversed().reduce(into: head) { $0 += [UInt8(ascii: "/")] + Array($1.utf8) })
      }
      missing.append(parts.removeLast())
    }
    return RootPath("/" + Array(missing.reversed()).joined(separator: "/"))
  }

  /// The directory at a path, links followed; nil when there is none.
  public func directory(_ path: String) -> NodeID? {
    guard let node = root.lookup(path), root.info(node).kind == .directory else { return nil }
    return node
  }
}
