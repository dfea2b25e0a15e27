import Core
import ImageArchive
import RootFS

/// A regular file with setuid or setgid, and what several rules ask of it.
struct SetidFile {
  var node: NodeID
  var path: RootPath
  var info: FileInfo
  /// Reported by `PermStock`, and by it alone.
  var isStock: Bool
  /// The name, of this file's names with the bit, that makes it give its rights away; nil when none does.
  var telltale: String?

  /// Linux takes no set-id bit from a script; `PermSetuidScript` reports those.
  var isScript: Bool { info.head == .script }

  /// All such files of an image, sorted by path.
  ///
  /// - Complexity: O(files × depth).
  static func all(in image: ImageModel) -> [SetidFile] {
    guard image.hasPermissions else { return [] }
    let stock = StockFiles(image)
    var files: [SetidFile] = []
    var notStock: Set<Int> = []
    var telltales: [Int: String] = [:]
    for node in image.index.setid {
      let (path, info) = (image.root.path(of: node), image.root.info(node))
      let number = image.root.fileNumber(node)
      let name = text(ofName: path.lastComponent)
      if telltales[number] == nil, SetuidNames.givesItsRights(name) { telltales[number] = name }
      if !stock.qualifies(node, path: path, info: info) { notStock.insert(number) }
      files.append(SetidFile(node: node, path: path, info: info, isStock: false))
    }
    for index in files.indices {
      let number = image.root.fileNumber(files[index].node)
      files[index].isStock = !notStock.contains(number)
      files[index].telltale = telltales[number]
    }
    return files
  }

  /// How bad the bit is, and why when it is not as usual.
  ///
  /// - Parameters:
  ///   - isRoot: whether the rights gained are root's (the owner's for setuid, the group's for setgid).
  ///   - executeBits: those without which the bit has no effect.
  func judgement(isRoot: Bool, executeBits: UInt16) -> (severity: Severity, reason: String?) {
    if info.mode & executeBits == 0 {
      return (.low, "without the execute bit the bit has no effect, until a chmod +x")
    }
    if info.mode & 0o002 != 0 || (info.mode & 0o020 != 0 && info.gid != 0) {
      return (.critical, "others than root may write the file")
    }
    if isRoot, info.mode & 0o001 != 0, let telltale {
      return (.critical, "\(telltale) hands its rights to whoever starts it")
    }
    for place in ["/tmp", "/home", "/opt", "/app", "/usr/local"] where path.isAtOrBelow(RootPath(place)) {
      return (.critical, "no distribution ships a set-id file in \(place)")
    }
    return (.high, nil)
  }
}
