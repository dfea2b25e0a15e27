import Core
import RootFS

/// Reads which package ships a file: dpkg's lists (`/var/lib/dpkg/info/NAME.list`, a path a line) and apk's database
/// (`/lib/apk/db/installed`: `P:` package, `F:` directory, `R:` file).
enum PackageReader {
  /// Owners of the given paths, as far as lists name them.
  static func owners(of paths: [RootPath], root: RootFS, contents: inout ContentFetcher) -> PackageOwners {
    guard !paths.isEmpty else { return PackageOwners() }
    var wanted = WantedLines(count: paths.count * 2)
    for path in paths {
      wanted.insert(path.bytes)
      wanted.insert(PackageOwners.otherName(of: path.bytes))
    }
    var owners: [[UInt8]: String] = [:]
    readDpkg(root, &contents, wanted, &owners)
    if let database = contents.fetch(root, "/lib/apk/db/installed")?.known { readApk(database, wanted, &owners) }
    return PackageOwners(byPath: owners)
  }

  private static func readDpkg(
    _ root: RootFS, _ contents: inout ContentFetcher, _ wanted: WantedLines, _ owners: inout [[UInt8]: String]
  ) {
    guard let directory = root.lookup("/var/lib/dpkg/info") else { return }
    let suffix = Array(".list".utf8)
    let files = root.children(of: directory).filter { file in
      let name = root.name(of: file)
      return name.count > suffix.count && name.suffix(suffix.count).elementsEqual(suffix)
    }
    contents.forEach(root, files) { file, bytes in
      let package = root.name(of: file).dropLast(suffix.count).prefix { $0 != UInt8(ascii: ":") }
      wanted.forEach(in: bytes) { owners[$0] = String(decoding: package, as: UTF8.self) }
    }
  }

  private static func readApk(_ bytes: [UInt8], _ wanted: WantedLines, _ owners: inout [[UInt8]: String]) {
    var package = ""
    var directory: [UInt8] = []
    for line in bytes.split(separator: 10) where line.count >= 2 && line[line.startIndex + 1] == UInt8(ascii: ":") {
      let value = line.dropFirst(2)
      switch line.first {
      case UInt8(ascii: "P"): package = String(decoding: value, as: UTF8.self)
      case UInt8(ascii: "F"): directory = [UInt8(ascii: "/")] + value
      case UInt8(ascii: "R"):
        let path = directory + [UInt8(ascii: "/")] + value
        if wanted.contains(path) { owners[path] = package }
      default: break
      }
    }
  }
}
