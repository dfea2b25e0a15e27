import Core
import ImageArchive
import RootFS

/// A log of the started service that goes to a file instead of standard output.
struct ServiceLog: Sendable {
  var log: LogPath
  /// The file, or the directory of the file that is still to be made.
  var node: NodeID
  /// Where the log ends up, links followed.
  var path: RootPath
  /// Where the configuration names it; nil when only the file's being there says so.
  var namedAt: String?

  /// The directory a mount would have to be at.
  func directory(in image: ImageModel) -> NodeID? {
    image.root.info(node).kind == .directory ? node : image.root.parent(of: node)
  }

  static func all(of service: StartedService, in image: ImageModel) -> [ServiceLog] {
    guard let writer = service.writer else { return [] }
    let config = ServiceConfig(of: service, in: image)
    return writer.logs.compactMap { one($0, config, image) }
  }

  private static func one(_ log: LogPath, _ config: ServiceConfig, _ image: ImageModel) -> ServiceLog? {
    var namedAt: String?
    if !log.directive.isEmpty, let given = Optional(config.all(log.directive)), !given.isEmpty {
      guard let line = given.first(where: { $0.value == log.path || $0.value == log.writtenAs }) else { return nil }
      namedAt = "\(line.place) \(line.name) \(line.value)"
    }
    switch target(log.path, image) {
    case .stream, .unclear: return nil
    case .file(let node):
      let kind = image.root.info(node).kind
      guard kind == (log.isDirectory ? .directory : .file) else { return nil }
      return ServiceLog(log: log, node: node, path: image.root.path(of: node), namedAt: namedAt)
    case .missing:
      guard namedAt != nil, let parent = parentDirectory(log.path, image) else { return nil }
      return ServiceLog(log: log, node: parent, path: image.resolvedPath(log.path), namedAt: namedAt)
    }
  }

  private enum Target { case stream, unclear, missing, file(NodeID) }

  /// Follows links by hand: `/dev/stdout` and `/proc/self/fd/1` are not in the image.
  private static func target(_ path: String, _ image: ImageModel) -> Target {
    var at = path
    for _ in 0..<8 {
      guard let node = image.root.lookup(at, followLast: false) else {
        return at == path ? .missing : .unclear
      }
      guard image.root.info(node).kind == .symlink else {
        let kind = image.root.info(node).kind
        return kind == .file || kind == .directory ? .file(node) : .stream
      }
      let link = text(ofName: image.root.linkTarget(node))
      let parent = image.root.parent(of: node).map { image.root.path(of: $0).description } ?? ""
      at = link.hasPrefix("/") ? link : parent + "/" + link
      if at.hasPrefix("/dev/") || at.hasPrefix("/proc/") { return .stream }
    }
    return .unclear
  }

  private static func parentDirectory(_ path: String, _ image: ImageModel) -> NodeID? {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), slash != path.utf8.startIndex else { return nil }
    return image.directory(String(path[..<slash]))
  }
}
