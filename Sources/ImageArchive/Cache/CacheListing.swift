import Glibc

/// The files of a cache directory that are the cache's.
enum CacheListing {
  struct Item {
    var path: String
    var bytes: Int64
    /// Seconds since 1970 when it was written or used last.
    var used: Int
    var isLayer: Bool
  }

  static func items(_ directory: String) -> [Item] {
    var out: [Item] = []
    for shelf in names("\(directory)/layers") where shelf.utf8.count == 2 {
      for name in names("\(directory)/layers/\(shelf)") where name.utf8.starts(with: shelf.utf8) {
        add("\(directory)/layers/\(shelf)/\(name)", isLayer: true, &out)
      }
    }
    for name in names("\(directory)/files") where name.utf8.count > 64 {
      add("\(directory)/files/\(name)", isLayer: false, &out)
    }
    return out
  }

  private static func add(_ path: String, isLayer: Bool, _ out: inout [Item]) {
    var info = stat()
    guard lstat(path, &info) == 0, info.st_mode & S_IFMT == S_IFREG else { return }
    out.append(Item(path: path, bytes: Int64(info.st_size), used: info.st_mtim.tv_sec, isLayer: isLayer))
  }

  private static func names(_ directory: String) -> [String] {
    var out: [String] = []
    _ = try? DirectoryNames.forEach(in: directory) { if $0.utf8.first != UInt8(ascii: ".") { out.append($0) } }
    return out.sorted()
  }
}
