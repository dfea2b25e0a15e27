import Digest
import Glibc

/// What tells a file from any other and from itself at another time, as far as the kernel says.
struct FileVersion: Equatable {
  private let device: UInt64
  private let inode: UInt64
  private let sizeBytes: Int64
  var modified: [Int]
  var changed: [Int]
  /// Within this time a file can change without its times showing it (inode(7): a clock tick; some file systems keep two
  /// seconds).
  private static let unsettledSeconds = 2

  /// nil when the kernel does not say.
  init?(descriptor: Int32) {
    var info = stat()
    guard fstat(descriptor, &info) == 0 else { return nil }
    (device, inode) = (UInt64(info.st_dev), UInt64(info.st_ino))
    sizeBytes = Int64(info.st_size)
    modified = [info.st_mtim.tv_sec, info.st_mtim.tv_nsec]
    changed = [info.st_ctim.tv_sec, info.st_ctim.tv_nsec]
  }

  /// Whether the file has been left alone for so long that any later change would show.
  var isSettled: Bool {
    var now = timespec()
    guard clock_gettime(CLOCK_REALTIME, &now) == 0 else { return false }
    return now.tv_sec - max(modified[0], changed[0]) > FileVersion.unsettledSeconds
  }

  /// A name for a file about it.
  var name: String? {
    Hasher.sha256(Array("\(device) \(inode) \(sizeBytes) \(modified) \(changed)".utf8)).map { String($0.dropFirst(7)) }
  }
}

/// Which parts of a file were hashed, and with what result.
struct KnownParts: Equatable {
  struct Part: Hashable {
    var offset: Int64
    var count: Int64
    var digest: String
  }
  var parts: Set<Part> = []

  init() {}

  /// nil when the bytes are none.
  init?(packed bytes: ArraySlice<UInt8>) {
    var reader = PackedReader(bytes)
    do throws(PackedDamage) {
      for _ in 0..<(try reader.count()) {
        let offset = Int64(bitPattern: try reader.number())
        let count = Int64(bitPattern: try reader.number())
        parts.insert(Part(offset: offset, count: count, digest: try reader.string()))
      }
    } catch {
      return nil
    }
  }

  var packed: [UInt8] {
    var out = PackedWriter()
    out.write(parts.count)
    for part in parts.sorted(by: { ($0.offset, $0.count, $0.digest) < ($1.offset, $1.count, $1.digest) }) {
      out.write(UInt64(bitPattern: part.offset))
      out.write(UInt64(bitPattern: part.count))
      out.write(part.digest)
    }
    return out.bytes
  }
}
