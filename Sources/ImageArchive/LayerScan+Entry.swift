import Core

extension LayerScan {
  /// `.wh.`: the prefix of a deletion mark.
  static let whiteoutPrefix: [UInt8] = Array(".wh.".utf8)
  /// The mark that empties a directory.
  static let opaqueName: [UInt8] = Array(".wh..wh..opq".utf8)
  private static let bookkeepingPrefix: [UInt8] = Array(".wh..wh.".utf8)

  /// AUFS's own files: `.wh..wh.plnk`, `.wh..wh.aufs`, `.wh..wh.orph`. Runtimes leave them out at the top of a layer; some
  /// keep a file further down, so that one is said to be unjudged.
  mutating func isAUFSBookkeeping(_ path: UnsafeBufferPointer<UInt8>) -> Bool {
    var start = 0
    while start < path.count {
      var end = start
      while end < path.count, path[end] != 47 { end += 1 }
      if end - start >= 8, path[start] == 46, path[start + 1] == 119,
        path[start..<end].starts(with: LayerScan.bookkeepingPrefix),
        !path[start..<end].elementsEqual(LayerScan.opaqueName)
      {
        if start > 0, end < path.count {
          problem("aufs-entry", "entry \"\(text(ofName: path))\" lies in an AUFS bookkeeping name; it was not judged")
        }
        return true
      }
      start = end + 1
    }
    return false
  }

  /// Where a link points, in a store that is used again: a symbolic link's target as written, a hard link's as a path from
  /// the root.
  mutating func noteLink(_ header: EntryHeader) {
    link.removeAll(keepingCapacity: true)
    if header.kind == .hardLink, !PathShape(header.link).isPlain {
      link.append(contentsOf: EntryName(normalising: header.link).bytes)
    } else {
      link.append(contentsOf: header.link)
    }
  }
}
