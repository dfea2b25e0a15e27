import Core
import Glibc

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

  /// The entry as libarchive tells it, with what libarchive gets wrong put right.
  ///
  /// - Throws: `.corrupt` where libarchive loses its place in the archive.
  func makeEntry(_ reader: TarReader, _ path: UnsafeBufferPointer<UInt8>) throws(ArchiveError) -> LayerEntry {
    var entry = LayerEntry(
      kind: .file, mode: reader.mode, uid: UInt32(clamping: reader.uid), gid: UInt32(clamping: reader.gid),
      sizeBytes: max(0, reader.sizeBytes))
    entry.dataOffset = reader.dataOffset
    if reader.hardLinkName != nil {
      entry.kind = .hardLink
      return entry
    }
    switch reader.fileType {
    case S_IFDIR: entry.kind = try directoryKind(reader, path)
    case S_IFLNK: entry.kind = .symlink
    case S_IFCHR: entry.kind = .characterDevice
    case S_IFBLK: entry.kind = .blockDevice
    case S_IFIFO: entry.kind = .fifo
    default: entry.content.isSparse = reader.isSparse
    }
    return entry
  }

  /// libarchive makes a directory of any regular file whose name ends in `/`, and then takes its content for headers;
  /// Docker, podman and umoci make a file of it (measured). Only an old header without type (NUL) means a directory.
  private func directoryKind(
    _ reader: TarReader, _ path: UnsafeBufferPointer<UInt8>
  ) throws(ArchiveError) -> EntryKind {
    let type = reader.typeByte
    let isDirectory = type == UInt8(ascii: "5") || type == UInt8(ascii: "D") || type == 0
    if reader.sizeBytes > 0, type != UInt8(ascii: "5") {
      throw ArchiveError(
        .corrupt, "entry \"\(text(ofName: path))/\" is a file named like a directory; the layer was read up to there")
    }
    return type == nil || isDirectory ? .directory : .file
  }

  /// Where a link points: a symbolic link's target as written, a hard link's as a path from the root.
  func linkBytes(_ reader: TarReader, _ entry: LayerEntry) -> [UInt8] {
    switch entry.kind {
    case .symlink: Array(reader.linkName)
    case .hardLink: reader.hardLinkName.map { EntryName(normalising: $0).bytes } ?? []
    default: []
    }
  }
}
