import Core
import ImageArchive
import RootFS

/// The directory that has to be mounted so that a path can be written, or why no mount can help.
struct MountTarget: Equatable {
  /// What the image would lose with an empty mount there.
  var hides = HiddenContent()
  /// The image's directory; nil when it has none.
  var node: NodeID?
  var path: RootPath
  /// Why nothing can be mounted there, in words; nil when it can.
  var obstacle: String?
}

/// Finds mount targets, each directory looked at once.
struct MountTargets {
  private let image: ImageModel
  private let code: [RootPath]
  private var hidden: [NodeID: HiddenContent] = [:]
  /// Names looked at for all targets together: a hostile image must not cost more.
  private var budget = 200_000

  init(image: ImageModel) {
    self.image = image
    code = [image.start.path, image.start.realPath].compactMap { $0 }
  }

  /// - Parameter isGiven: whether somebody says that exactly this is mounted, as a volume or the label does.
  mutating func target(of path: RootPath, _ claim: WriteClaim, isGiven: Bool) -> MountTarget {
    let isRegular = image.root.lookup(path).map { image.root.info($0).kind != .directory }
    if isGiven, isRegular != true { return found(path, nil) }
    var place = path
    if isRegular ?? claim.isFile {
      // A path that the image has as a directory is no file, whatever the claim says.
      place = path.parent ?? path
    }
    if claim.kind == .tmpfs, image.root.lookup(place) == nil { place = raised(place) }
    return found(place, obstacle(at: place, claim.kind, for: path))
  }

  private mutating func found(_ path: RootPath, _ obstacle: String?) -> MountTarget {
    let node = image.root.lookup(path)
    return MountTarget(
      hides: node.map { content(of: $0) } ?? HiddenContent(), node: node, path: path, obstacle: obstacle)
  }

  private mutating func content(of node: NodeID) -> HiddenContent {
    if let known = hidden[node] { return known }
    let found =
      image.root.info(node).kind == .directory
      ? HiddenContent(below: node, in: image, budget: &budget) : HiddenContent()
    hidden[node] = found
    return found
  }

  /// For a directory that the image does not have: the nearest one above that is the service's own and empty of files,
  /// else the topmost missing one, so that what is made side by side there is one mount.
  private mutating func raised(_ path: RootPath) -> RootPath {
    var missing = path
    for above in path.ancestors {
      guard let node = image.root.lookup(above) else {
        if !SystemDirectories.isShared(above) { missing = above }
        continue
      }
      if SystemDirectories.isTemporary(above) { return above }
      if above.depth == 0 { return missing }
      let isOwn = !SystemDirectories.isShared(above) && obstacle(at: above, .tmpfs, for: path) == nil
      return isOwn && content(of: node).files == 0 ? above : missing
    }
    return path
  }

  /// Why a mount cannot go to a directory.
  private mutating func obstacle(at path: RootPath, _ kind: MountPlan.Kind, for written: RootPath) -> String? {
    if path.depth == 0 { return "a mount cannot replace /" }
    guard let node = image.root.lookup(path) else { return nil }
    guard image.root.info(node).kind == .directory else { return "\(path) is no directory in the image" }
    if let program = code.first(where: { $0.isAtOrBelow(path) }) { return "a mount at \(path) hides \(program)" }
    let content = content(of: node)
    if SystemDirectories.isSystem(path), !content.isEmpty { return "a mount at \(path) hides the system's files" }
    guard kind == .tmpfs, content.files > 0 || content.isPartial, !SystemDirectories.isScratch(path) else { return nil }
    return "a mount at \(path) hides \(content.words)"
  }
}
