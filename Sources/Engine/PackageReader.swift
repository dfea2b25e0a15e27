import Core
import RootFS

/// Reads which package ships a file: dpkg's lists (`/var/lib/dpkg/info/NAME.list`, a path a line) and apk's database
/// (`/lib/apk/db/installed`: `P:` package, `F:` directory, `R:` file).
enum PackageReader {
  /// Owners of the given paths, as far as lists name them.
  static func owners(of paths: [RootPath], root: RootFS, contents: inout ContentFetcher) -> PackageOwners {
    guard !paths.isEmpty else { return PackageOwners() }
    var wanted: Set<[UInt8]> = []
    for path in paths {
      wanted.insert(path.bytes)
      let usr = Array("/usr".utf8)
      wanted.insert(path.bytes.starts(with: usr) ? Array(path.bytes.dropFirst(4)) : usr + path.bytes)
    }
    var owners: [String: String] = [:]
    readDpkg(root, &contents, wanted, &owners)
    if let database = contents.fetch(root, "/lib/apk/db/installed")?.known { readApk(database, wanted, &owners) }
    return PackageOwners(byPath: owners)
  }

  private static func readDpkg(
    _ root: RootFS, _ contents: inout ContentFetcher, _ wanted: Set<[UInt8]>, _ owners: inout [String: String]
  ) {
    guard let directory = root.lookup("/var/lib/dpkg/info") else { return }
    let suffix = Array(".list".utf8)
    var files: [NodeID: String] = [:]
    for child in root.children(of: directory) {
      let name = root.name(of: child)
      guard name.count > suffix.count, name.suffix(suffix.count).elementsEqual(suffix) else { continue }
      let package = name.dropLast(suffix.count).prefix { $0 != UInt8(ascii: ":") }
      files[child] = String(decoding: package, as: UTF8.self)
    }
    for (node, content) in contents.fetch(root, Set(files.keys)) {
      guard let bytes = content.known, let package = files[node] else { continue }
      for line in bytes.split(separator: 10) where wanted.contains(Array(line)) {
        owners[String(decoding: line, as: UTF8.self)] = package
      }
    }
  }

  private static func readApk(_ bytes: [UInt8], _ wanted: Set<[UInt8]>, _ owners: inout [String: String]) {
    var package = ""
    var directory: [UInt8] = []
    for line in bytes.split(separator: 10) where line.count >= 2 && line[line.startIndex + 1] == UInt8(ascii: ":") {
      let value = line.dropFirst(2)
      switch line.first {
      case UInt8(ascii: "P"): package = String(decoding: value, as: UTF8.self)
      case UInt8(ascii: "F"): directory = [UInt8(ascii: "/")] + value
      case UInt8(ascii: "R"):
        let path = directory + [UInt8(ascii: "/")] + value
        if wanted.contains(path) { owners[String(decoding: path, as: UTF8.self)] = package }
      default: break
      }
    }
  }
}
