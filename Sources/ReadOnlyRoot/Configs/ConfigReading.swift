import Core
import ImageArchive
import RootFS

/// The reading of one service's configuration: its files, each once, and what was found in them.
struct ConfigReading {
  let service: StartedService
  let image: ImageModel
  var result = ServiceConfig()
  /// Whether the configuration is surely the one that is used.
  var isSure = true
  private var seen: Set<NodeID> = []
  private var bytesLeft = 8 << 20
  private var includesLeft = 500

  /// Writes of one service that are kept.
  private static let mostWrites = 400
  /// Statements that could not be resolved and are kept.
  private static let mostUnresolved = 20

  init(service: StartedService, image: ImageModel) { (self.service, self.image) = (service, image) }

  /// The content of a file that was not read before; nil when the image has none or it is not at hand.
  mutating func file(_ path: String) -> [UInt8]? {
    guard let node = image.root.lookup(path), image.root.info(node).kind == .file else { return nil }
    return content(node)
  }

  /// Whether the image has a file there, read or not.
  func hasFile(_ path: String) -> Bool {
    image.root.lookup(path).map { image.root.info($0).kind == .file } ?? false
  }

  private mutating func content(_ node: NodeID) -> [UInt8]? {
    guard seen.insert(node).inserted else { return nil }
    switch image.contents[node] {
    case .bytes(let bytes)? where bytes.count <= bytesLeft:
      bytesLeft -= bytes.count
      return bytes
    case .truncated(let bytes)? where bytes.count <= bytesLeft:
      result.isComplete = false
      bytesLeft -= bytes.count
      return bytes
    default:
      result.isComplete = false
      return nil
    }
  }

  /// The files an include stands for, by name, with their contents; a directory stands for the files in it.
  ///
  /// - Parameter isOptional: whether the service does without a file that is not there.
  mutating func included(_ pattern: String) -> [(path: String, bytes: [UInt8])] {
    includesLeft -= 1
    guard includesLeft > 0, pattern.utf8.first == UInt8(ascii: "/"), !pattern.utf8.contains(UInt8(ascii: "$")) else {
      result.isComplete = false
      return []
    }
    if !NamePattern.isPattern(pattern), image.directory(pattern) == nil {
      return file(pattern).map { [(pattern, $0)] } ?? []
    }
    let isDirectory = image.directory(pattern) != nil
    let slash = pattern.utf8.lastIndex(of: UInt8(ascii: "/")) ?? pattern.utf8.startIndex
    let directory = isDirectory ? pattern : String(pattern[..<slash])
    let name = isDirectory ? "*" : String(pattern[pattern.utf8.index(after: slash)...])
    guard !NamePattern.isPattern(directory), !name.utf8.contains(UInt8(ascii: "[")) else {
      result.isComplete = false
      return []
    }
    guard let node = image.directory(directory.isEmpty ? "/" : directory) else { return [] }
    let wanted = NamePattern(name)
    var out: [(path: String, bytes: [UInt8])] = []
    for child in image.root.children(of: node) where wanted.matches(image.root.name(of: child)) {
      guard let file = image.root.resolve(child), image.root.info(file).kind == .file else { continue }
      if let bytes = content(file) { out.append((image.root.path(of: child).description, bytes)) }
    }
    return out
  }

  /// Notes what a setting names, if it is a place in the file system.
  ///
  /// - Parameters:
  ///   - value: As written, for people.
  ///   - target: The value with variables filled in; nil when they are not known.
  ///   - origin: What says so when no file does.
  ///   - base: What a relative path is relative to; nil when that is not known.
  mutating func add(
    _ setting: ConfigSetting, written: String? = nil, _ value: String, target: String?, base: String? = nil,
    file: String = "", line: Int? = nil, origin: String = "command", isSure sure: Bool = true
  ) {
    guard let target, let path = ConfigReading.absolute(target, base) else {
      unresolved(setting.name, value, file, line)
      return
    }
    result.settled.insert(setting.name)
    guard !ConfigReading.isNoPlace(path), result.writes.count < ConfigReading.mostWrites else { return }
    var confidence: MountPlan.Confidence = sure && isSure ? .certain : .likely
    if let most = setting.atMost { confidence = min(confidence, most) }
    let write = ConfiguredWrite(
      setting: written ?? setting.name, value: value, path: path, isFile: setting.isFile, isLog: setting.isLog,
      kind: setting.kind, confidence: confidence, origin: origin, file: file.isEmpty ? nil : RootPath(file),
      line: file.isEmpty ? nil : line)
    if !result.writes.contains(where: { $0.path == path && $0.setting == write.setting && $0.isFile == write.isFile }) {
      result.writes.append(write)
    }
  }

  /// Notes that a setting says nothing is written, such as `access_log off`.
  mutating func settle(_ setting: ConfigSetting) { result.settled.insert(setting.name) }

  /// Takes back what was noted of a setting: a later line replaces it.
  mutating func replace(_ setting: ConfigSetting) {
    result.writes.removeAll { $0.setting == setting.name }
    result.settled.remove(setting.name)
  }

  mutating func unresolved(_ name: String, _ value: String, _ file: String, _ line: Int?) {
    guard result.unresolved.count < ConfigReading.mostUnresolved else { return }
    let place = file.isEmpty ? "command" : line.map { "\(file):\($0)" } ?? file
    result.unresolved.append("\(place) \(name) \(value)")
  }

  /// Paths in which nothing is kept: devices, the process's own streams, kernel interfaces.
  private static func isNoPlace(_ path: String) -> Bool {
    ["/dev/", "/proc/", "/sys/"].contains { (path + "/").utf8.starts(with: $0.utf8) }
  }

  /// The path without `.`, `..` and doubled slashes; nil when it is none.
  static func absolute(_ target: String, _ base: String?) -> String? {
    guard !target.isEmpty, target.utf8.count <= ConfigLine.mostBytes, !target.utf8.contains(0) else { return nil }
    var full = target
    if target.utf8.first != UInt8(ascii: "/") {
      guard let base, base.utf8.first == UInt8(ascii: "/") else { return nil }
      full = base + "/" + target
    }
    var parts: [Substring.UTF8View] = []
    for part in full[...].utf8.split(separator: UInt8(ascii: "/")) where !part.elementsEqual(".".utf8) {
      if part.elementsEqual("..".utf8) { _ = parts.popLast() } else { parts.append(part) }
    }
    guard parts.count <= 256 else { return nil }
    return "/" + parts.map { String(Substring($0)) }.joined(separator: "/")
  }

  /// The directory of a file.
  static func directory(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), slash != path.utf8.startIndex else { return "/" }
    return String(path[..<slash])
  }

  /// A variable of the image config.
  func environment(_ name: String) -> String? { image.config.environment(name) }

  /// The variables of the image config, as `NAME=VALUE`.
  var variables: [String] { image.config.env }

  var workingDirectory: String { image.config.workingDirectory ?? "/" }

  func hasDirectory(_ path: String) -> Bool { image.directory(path) != nil }

  /// The first of these files that the image has.
  func firstFile(_ paths: [String]) -> String? {
    paths.lazy.compactMap { ConfigReading.absolute($0, nil) }.first { hasFile($0) }
  }

  /// A path of the command, relative ones to the working directory.
  func fromCommand(_ path: String) -> String? {
    CommandPath.isLiteral(path) ? ConfigReading.absolute(path, workingDirectory) : nil
  }
}

/// Words of a command that name a file.
enum CommandPath {
  /// Whether nothing in it is left for a shell to fill in.
  static func isLiteral(_ word: String) -> Bool {
    !word.isEmpty && !word.utf8.contains { $0 == UInt8(ascii: "$") || $0 == UInt8(ascii: "`") }
  }
}
