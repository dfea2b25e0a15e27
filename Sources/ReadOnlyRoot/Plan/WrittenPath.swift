import Core
import ImageArchive
import RootFS

/// Where a path that is written to leads in an image, links followed as in a container.
enum WrittenPath: Equatable {
  /// Absolute and without links; the image need not have it.
  case place(RootPath)
  /// Below /dev, /proc or /sys, which are mounts of their own: a read-only root does not touch them.
  case device
  /// No absolute path, too long, or links go round in a circle.
  case unclear

  /// As Linux: longer paths cannot be opened, more links are not followed.
  private static let longest = 4_096
  private static let mostLinks = 40
  /// Real paths have ten.
  private static let mostParts = 128
  private static let devices: Set<[UInt8]> = [Array("dev".utf8), Array("proc".utf8), Array("sys".utf8)]

  init(_ path: RootPath, in image: ImageModel) {
    let slash = UInt8(ascii: "/")
    guard path.bytes.first == slash, path.bytes.count < WrittenPath.longest, !path.bytes.contains(0) else {
      self = .unclear
      return
    }
    // Reversed: the next part is the last.
    var pending = Array(path.bytes.split(separator: slash).reversed())
    var parts: [ArraySlice<UInt8>] = []
    var missing = 0
    var (links, walked) = (0, 0)
    while let part = pending.popLast() {
      walked += 1
      guard walked <= WrittenPath.mostParts else {
        self = .unclear
        return
      }
      if part.elementsEqual([46]) { continue }
      if part.elementsEqual([46, 46]) {
        _ = parts.popLast()
        missing = max(0, missing - 1)
        continue
      }
      if parts.isEmpty, WrittenPath.devices.contains(Array(part)) {
        self = .device
        return
      }
      guard missing == 0, let node = image.root.lookup(WrittenPath.joined(parts + [part]), followLast: false) else {
        missing += 1
        parts.append(part)
        continue
      }
      guard image.root.info(node).kind == .symlink else {
        parts.append(part)
        continue
      }
      links += 1
      guard links <= WrittenPath.mostLinks else {
        self = .unclear
        return
      }
      let target = image.root.linkTarget(node)
      if target.first == slash { parts = [] }
      pending += target.split(separator: slash).reversed()
    }
    self = .place(WrittenPath.joined(parts))
  }

  private static func joined(_ parts: [ArraySlice<UInt8>]) -> RootPath {
    guard !parts.isEmpty else { return RootPath("/") }
    var bytes: [UInt8] = []
    for part in parts {
      bytes.append(UInt8(ascii: "/"))
      bytes += part
    }
    return RootPath(bytes: bytes)
  }
}

extension RootPath {
  /// The directory it is in; nil for the root.
  var parent: RootPath? {
    guard bytes.count > 1, let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return nil }
    return slash == 0 ? RootPath("/") : RootPath(bytes: Array(bytes[..<slash]))
  }

  /// The directories it is in, the nearest first, the root last.
  var ancestors: some Sequence<RootPath> { sequence(first: self) { $0.parent }.dropFirst() }

  /// How many components it has; 0 for the root.
  var depth: Int { bytes.count > 1 ? bytes.count { $0 == UInt8(ascii: "/") } : 0 }
}
