import Digest

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
  /// The paths as given, sorted, each on a line.
  let text: [UInt8]

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
    text = Array(paths.sorted().joined(separator: "\n").utf8)
  }
}
