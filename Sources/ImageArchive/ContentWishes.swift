import Digest
import Synchronization

/// Whose contents a plan wants, by directory: made once for all layers.
public final class ContentWishes: Sendable {
  /// The files of one directory.
  struct Files: Sendable {
    /// Endings; the empty one takes every file.
    var endings: [[UInt8]] = []
    var names: Set<[UInt8]> = []
  }

  let files: [Files]
  /// Index into `files`.
  let byDirectory: [[UInt8]: Int32]
  private let paths: Set<String>
  private let digestOnce = Mutex<String?>(nil)

  /// - Parameter paths: as `ScanPlan.contentPaths`.
  init(_ paths: Set<String>) {
    var byDirectory: [[UInt8]: Files] = [:]
    for path in paths {
      let name = EntryName(normalising: Array(path.utf8)).bytes
      let slash = name.lastIndex(of: 47)
      let directory = slash.map { Array(name[..<$0]) } ?? []
      let last = slash.map { Array(name[($0 + 1)...]) } ?? name
      if last.first == UInt8(ascii: "*") {
        byDirectory[directory, default: Files()].endings.append(Array(last.dropFirst()))
      } else {
        byDirectory[directory, default: Files()].names.insert(last)
      }
    }
    files = Array(byDirectory.values)
    self.byDirectory = Dictionary(zip(byDirectory.keys, 0...), uniquingKeysWith: max)
    self.paths = paths
  }

  /// The digest of all paths; nil when it cannot be computed. Asked for by every layer that goes into a cache, computed once.
  var digest: String? {
    digestOnce.withLock { digest in
      if digest == nil { digest = Hasher.sha256(Array(paths.sorted().joined(separator: "\n").utf8)) }
      return digest
    }
  }
}
