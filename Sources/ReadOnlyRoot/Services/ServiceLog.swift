import Core
import ImageArchive
import RootFS

/// A log of the started service that goes to a file instead of standard output.
public struct ServiceLog: Sendable {
  /// What writes it: the started service, or one that it starts.
  public var service: String
  /// As the configuration or the table names it.
  public var name: String
  /// Where the log ends up, links followed.
  public var path: RootPath
  public var isDirectory: Bool
  /// The file, or the directory it would be made in; nil when the image has neither.
  public var node: NodeID?
  public var confidence: MountPlan.Confidence
  /// What sends the log to standard output instead; empty when the table has nothing to say.
  public var fix: String
  /// What names it; nil when only the file's being there says so.
  public var statement: ConfiguredWrite?

  /// Where the configuration names it; nil when only the file's being there says so.
  public var namedAt: String? { statement?.statement }

  public static func all(of service: StartedService, in image: ImageModel) -> [ServiceLog] {
    all(of: service, in: image, config: ServiceConfig(of: service, in: image))
  }

  static func all(of service: StartedService, in image: ImageModel, config: ServiceConfig) -> [ServiceLog] {
    let table = service.writer?.logs ?? []
    var seen: Set<RootPath> = []
    var out: [ServiceLog] = []
    let configured =
      config.writes.map { ($0, service.writer) }
      + config.programs.flatMap { program in program.config.writes.map { ($0, program.service.writer) } }
    for (write, writer) in configured where write.isLog {
      guard let log = log(write, of: writer, image), seen.insert(log.path).inserted else { continue }
      out.append(log)
    }
    for log in table where log.directive.isEmpty || !config.settled.contains(log.directive) {
      guard case .file(let node) = LogTarget(log.path, in: image) else { continue }
      guard image.root.info(node).kind == (log.isDirectory ? .directory : .file) else { continue }
      let path = image.root.path(of: node)
      guard seen.insert(path).inserted else { continue }
      out.append(
        ServiceLog(
          service: service.writer?.name ?? "", name: log.path, path: path, isDirectory: log.isDirectory, node: node,
          confidence: .possible, fix: log.fix,
          statement: nil))
    }
    return out
  }

  private static func log(_ write: ConfiguredWrite, of writer: KnownWriter?, _ image: ImageModel) -> ServiceLog? {
    let path = image.resolvedPath(write.path)
    var node: NodeID?
    switch LogTarget(write.path, in: image) {
    case .stream, .unclear: return nil
    case .file(let found): node = found
    case .missing: node = image.directory(ConfigReading.directory(of: path.description))
    }
    let fix = writer?.logs.first { $0.path == write.path }?.fix
    return ServiceLog(
      service: writer?.name ?? "", name: write.path, path: path, isDirectory: !write.isFile, node: node,
      confidence: write.confidence,
      fix: fix ?? (write.isFile ? "RUN ln -sf /dev/stdout \(write.path)" : ""), statement: write)
  }
}

/// Where a path leads: `/dev/stdout` and `/proc/self/fd/1` are not in the image, so links are followed by hand.
enum LogTarget {
  case stream, unclear, missing, file(NodeID)

  init(_ path: String, in image: ImageModel) {
    var at = path
    for _ in 0..<8 {
      guard let node = image.root.lookup(at, followLast: false) else {
        self = at == path ? .missing : .unclear
        return
      }
      guard image.root.info(node).kind == .symlink else {
        let kind = image.root.info(node).kind
        self = kind == .file || kind == .directory ? .file(node) : .stream
        return
      }
      let link = text(ofName: image.root.linkTarget(node))
      let parent = image.root.parent(of: node).map { image.root.path(of: $0).description } ?? ""
      at = ConfigReading.absolute(link, parent.isEmpty ? "/" : parent) ?? "/"
      if at.hasPrefix("/dev/") || at.hasPrefix("/proc/") {
        self = .stream
        return
      }
    }
    self = .unclear
  }
}
