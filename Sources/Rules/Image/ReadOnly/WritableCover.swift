import Core
import ImageArchive
import RootFS

/// The paths that are said to be writable whatever the root file system is: volumes, and the label `imgscan.writable`.
struct WritableCover: Sendable {
  /// Volumes as declared, links followed.
  var volumes: [RootPath]
  /// Paths of the label, links followed.
  var labelled: [RootPath]
  private var declared: [RootPath]

  init(of image: ImageModel) {
    let label = image.config.label("imgscan.writable") ?? ""
    let named = label.split(separator: ",").prefix(100).map(WritableCover.trimmed).filter { $0.hasPrefix("/") }
    labelled = named.map { image.resolvedPath($0) }
    volumes = image.volumes.map { image.resolvedPath($0.description) }
    declared = image.volumes + volumes + named.map { RootPath(WritableCover.withoutEndSlash($0)) } + labelled
  }

  func contains(_ path: RootPath) -> Bool { declared.contains { path.isAtOrBelow($0) } }

  private static func trimmed(_ text: Substring) -> String {
    var view = text
    while let first = view.first, first == " " { view.removeFirst() }
    while let last = view.last, last == " " { view.removeLast() }
    return String(view)
  }

  private static func withoutEndSlash(_ text: String) -> String {
    var view = Substring(text)
    while view.count > 1, view.last == "/" { view.removeLast() }
    return String(view)
  }
}

extension ImageModel {
  /// Whether it is a Windows image, which has no read-only root file system.
  var isWindows: Bool { config.os?.lowercased() == "windows" }

  /// Where a path really leads in the image, links followed; the part that the image does not have stays as written.
  func resolvedPath(_ text: String) -> RootPath {
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
    return RootPath("/" + missing.reversed().joined(separator: "/"))
  }

  /// The directory at a path, links followed; nil when there is none.
  func directory(_ path: String) -> NodeID? {
    guard let node = root.lookup(path), root.info(node).kind == .directory else { return nil }
    return node
  }
}
