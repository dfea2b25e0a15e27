import Core
import ImageArchive

extension RootFS {
  /// Ends the merge: the problems met, and the set-id files that did not survive.
  public mutating func finish() -> (problems: Problems, setidGone: [SetidGone]) {
    var gone: [SetidGone] = []
    for (layer, path, inode) in setidSeen {
      let now = literal(path)
      let kind = now.map { inodes[Int(nodes[Int($0)].inode)] }
      if let kind, kind.kind == .file, kind.mode & 0o6000 != 0 { continue }
      let file = inodes[Int(inode)]
      gone.append(
        SetidGone(
          path: path, layer: layer,
          info: FileInfo(
            kind: .file, mode: file.mode, uid: file.uid, gid: file.gid, sizeBytes: file.sizeBytes,
            head: file.content.head),
          file: Int(inode), reason: kind == nil ? .deleted : kind?.kind == .file ? .stripped : .replaced,
          byLayer: now.map { Int(nodes[Int($0)].layer) }))
    }
    setidSeen = []
    gone.sort { ($0.path.description, $0.layer) < ($1.path.description, $1.layer) }
    let met = problems
    problems = Problems()
    return (met, gone)
  }

  /// The node at exactly this path, no link followed.
  private func literal(_ path: RootPath) -> Int32? {
    var at: Int32 = 0
    for component in path.bytes.split(separator: UInt8(ascii: "/")) {
      guard let child = child(of: at, name: component) else { return nil }
      at = child
    }
    return at
  }
}
