import Foundation

/// A directory of its own, gone with the last user.
public final class TemporaryDirectory: Sendable {
  public let path: String

  public init() throws {
    path = NSTemporaryDirectory() + "/imgscan-test-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file and returns its path.
  @discardableResult
  public func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let file = path + "/" + name
    let directory = (file as NSString).deletingLastPathComponent
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
  }

  /// Writes members as files below a directory and returns its path.
  @discardableResult
  public func unpack(_ members: [ArchiveMember], as name: String = "image") throws -> String {
    let root = path + "/" + name
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    for member in members {
      let file = root + "/" + member.name
      let directory = (file as NSString).deletingLastPathComponent
      try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
      switch member.body {
      case .file(let bytes): try write(name + "/" + member.name, bytes)
      case .symlink(let target): try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: target)
      case .hardLink(let target): try FileManager.default.linkItem(atPath: root + "/" + target, toPath: file)
      case .directory: try FileManager.default.createDirectory(atPath: file, withIntermediateDirectories: true)
      case .fifo: mkfifo(file, 0o600)
      }
    }
    return root
  }
}
