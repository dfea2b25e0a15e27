import Core
import ImageArchive
import RootFS

/// The paths that are said to be writable whatever the root file system is: volumes, and the label `imgscan.writable`.
public struct WritableCover: Sendable {
  /// Volumes as declared, links followed.
  public var volumes: [RootPath]
  /// Paths of the label, links followed.
  public var labelled: [RootPath]
  private var declared: Set<RootPath>

  public init(of image: ImageModel) {
    let label = image.config.label("imgscan.writable") ?? ""
    let named = label.split(separator: ",").prefix(100).map(WritableCover.trimmed).filter { $0.hasPrefix("/") }
    labelled = named.map { image.resolvedPath($0) }
    volumes = image.volumes.map { image.resolvedPath($0.description) }
    declared = Set(
      image.volumes + volumes + named.map { RootPath(WritableCover.withoutEndSlash($0)) } + labelled
        + image.deployedMounts)
  }

  /// Whether a path is one of them or below one.
  ///
  /// - Complexity: O(components of the path), however many are declared.
  public func contains(_ path: RootPath) -> Bool {
    !declared.isEmpty && (declared.contains(path) || path.ancestors.contains { declared.contains($0) })
  }

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
