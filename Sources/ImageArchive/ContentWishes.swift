import Digest
import Synchronization

/// Whose contents a plan wants, made ready once for all layers and only when the first layer keeps contents.
public final class ContentWishes: Sendable {
  /// The files of one directory.
  struct Files: Sendable {
    /// Endings; the empty one takes every file.
    var endings: [[UInt8]] = []
    var names: Set<[UInt8]> = []
  }

  /// What is wanted, by directory.
  struct Table: Sendable {
    /// By the directory's number.
    fileprivate(set) var files: [Files] = []
    fileprivate var directories = DirectoryTable()

    /// Index into `files`; -1 when nothing is wanted of the directory.
    func number(of directory: UnsafeBufferPointer<UInt8>) -> Int32 {
      directories.find(directory).map { Int32(clamping: $0) } ?? -1
    }
  }

  private let paths: @Sendable () -> [String]
  private let tableOnce = Mutex<Table?>(nil)
  private let digestOnce = Mutex<String?>(nil)

  /// - Parameter paths: absolute paths of files whose contents are wanted; `/*` at the end takes the files of a directory,
  ///   `/*.list` those with that ending.
  public init(_ paths: @escaping @autoclosure @Sendable () -> [String]) { self.paths = paths }

  /// The table of all paths.
  var table: Table {
    tableOnce.withLock { table in
      if let table { return table }
      let made = Table(paths())
      table = made
      return made
    }
  }

  /// The digest of all paths; nil when it cannot be computed. Asked for by every layer that goes into a cache, computed once.
  var digest: String? {
    digestOnce.withLock { digest in
      if digest == nil { digest = Hasher.sha256(Array(Set(paths()).sorted().joined(separator: "\n").utf8)) }
      return digest
    }
  }
}

extension ContentWishes.Table {
  fileprivate init(_ paths: [String]) {
    for path in paths {
      let name = EntryName(normalising: Array(path.utf8)).bytes
      let slash = name.lastIndex(of: 47)
      let directory = slash.map { Array(name[..<$0]) } ?? []
      let last = slash.map { Array(name[($0 + 1)...]) } ?? name
      let number = directory.withUnsafeBufferPointer { directories.number(of: $0) }
      if Int(number) == files.count { files.append(ContentWishes.Files()) }
      if last.first == UInt8(ascii: "*") {
        files[Int(number)].endings.append(Array(last.dropFirst()))
      } else {
        files[Int(number)].names.insert(last)
      }
    }
  }
}
