import Glibc

/// The files that a run has read, so that no report replaces one of them.
struct ReadFiles {
  private struct Identity: Equatable {
    var device: UInt64
    var inode: UInt64
  }

  private var known: [Identity] = []

  /// What is not there, or has no name, is passed over.
  mutating func insert(_ path: [UInt8]) {
    if let identity = ReadFiles.identity(path) { known.append(identity) }
  }

  /// - Throws: `Refusal` when a file that would be written is one of them, by whatever name.
  func protect(_ path: String) throws(Refusal) {
    guard let identity = ReadFiles.identity(Array(path.utf8)), known.contains(identity) else { return }
    throw Refusal("the report would replace \(path), which was read", help: "name another file: -o FILE")
  }

  private static func identity(_ path: [UInt8]) -> Identity? {
    guard !path.isEmpty, !path.contains(0) else { return nil }
    var info = stat()
    let status = (path.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { name in
      name.baseAddress.map { stat($0, &info) } ?? -1
    }
    guard status == 0, info.st_mode & S_IFMT == S_IFREG else { return nil }
    return Identity(device: UInt64(info.st_dev), inode: UInt64(info.st_ino))
  }
}
