import Core
import ImageArchive
import RootFS

/// What an image has at the paths that a script names.
struct ScriptPlaces: Sendable {
  private let image: ImageModel
  private let cover: WritableCover

  init(_ image: ImageModel) { (self.image, cover) = (image, WritableCover(of: image)) }

  func place(_ path: String) -> ScriptContext.Place {
    if ScriptPath.isOfKernel(path) { return .stream }
    var at = path
    // By hand: what a link below /dev or /proc leads to is not in the image.
    for _ in 0..<8 {
      if cover.contains(RootPath(at)) { return .unknown }
      guard let node = image.root.lookup(at, followLast: false) else { return .missing }
      let info = image.root.info(node)
      switch info.kind {
      case .directory: return .directory
      case .file: return cover.contains(image.root.path(of: node)) ? .unknown : .file
      case .symlink: break
      default: return .stream
      }
      let link = text(ofName: image.root.linkTarget(node))
      let parent = image.root.parent(of: node).map { image.root.path(of: $0).description } ?? "/"
      guard let next = ScriptPath.absolute(link, in: parent) else { return .missing }
      if ScriptPath.isOfKernel(next) { return .stream }
      at = next
    }
    return .missing
  }

  /// The beginning of a file that was read.
  func content(_ path: String) -> [UInt8]? { image.content(at: path)?.known }
}
