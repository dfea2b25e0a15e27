import Glibc

/// Paths as bytes, worked on without asking the file system.
enum LexicalPath {
  static let slash = UInt8(ascii: "/")

  /// The process's working directory; nil when it is gone.
  static func current() -> [UInt8]? {
    guard let path = getcwd(nil, 0) else { return nil }
    defer { free(path) }
    return Array(UnsafeRawBufferPointer(start: path, count: strlen(path)))
  }

  /// The path from the root, without `.`, `..` and a slash at its end.
  static func absolute(_ path: [UInt8], from directory: [UInt8]) -> [UInt8] {
    normalised(path.first == slash ? path : joined(directory, path))
  }

  /// The path with links followed; nil when it leads nowhere.
  static func real(_ path: [UInt8]) -> [UInt8]? {
    var out: [UInt8]?
    _ = RegularFile.withCPath(path) { name in
      guard let real = realpath(name, nil) else { return -1 }
      defer { free(real) }
      out = Array(UnsafeRawBufferPointer(start: real, count: strlen(real)))
      return 0
    }
    return out
  }

  static func joined(_ directory: [UInt8], _ name: [UInt8]) -> [UInt8] {
    directory.last == slash ? directory + name : directory + [slash] + name
  }

  static func normalised(_ path: [UInt8]) -> [UInt8] {
    var parts: [ArraySlice<UInt8>] = []
    for part in path.split(separator: slash) {
      if part.elementsEqual(".".utf8) { continue }
      if part.elementsEqual("..".utf8) { _ = parts.popLast() } else { parts.append(part) }
    }
    return parts.isEmpty ? [slash] : parts.reduce(into: []) { $0 += [slash] + $1 }
  }

  /// The directory that a normalised path is in; of the root, the root.
  static func parent(of path: [UInt8]) -> [UInt8] {
    guard let end = path.lastIndex(of: slash), end > 0 else { return [slash] }
    return Array(path[..<end])
  }

  /// A normalised path from one of the directories above it; nil when that is not above it.
  static func relative(_ path: [UInt8], to directory: [UInt8]) -> [UInt8]? {
    let start = directory.last == slash ? directory : directory + [slash]
    guard path.count > start.count, path.starts(with: start) else { return nil }
    return Array(path[start.count...])
  }
}
