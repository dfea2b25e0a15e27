import Core
import ImageArchive

extension RootFS {
  /// Ends the merge: the problems met, and the set-id files that did not survive.
  public mutating func finish() -> (problems: Problems, setidGone: [SetidGone]) {
    var gone: [SetidGone] = []
    for (layer, path, number) in setidSeen {
      let now = literal(path)
      let standing = now.map { info(NodeID($0)) }
      if let standing, standing.kind == .file, standing.mode & 0o6000 != 0 { continue }
      let file = files[Int(number)]
      let traits = attributes[file.attributes]
      gone.append(
        SetidGone(
          path: path, layer: layer,
          info: FileInfo(traits, sizeBytes: file.sizeBytes),
          file: Int(number),
          reason: standing == nil ? .deleted : standing?.kind == .file ? .stripped : .replaced,
          byLayer: now.map { self.layer(of: NodeID($0)) }))
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
      guard kind(at) == .directory, let child = child(of: at, name: component) else { return nil }
      at = child
    }
    return at
  }
}
