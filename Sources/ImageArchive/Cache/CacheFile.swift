import Glibc

/// A small file that is read and replaced as a whole, by any number of processes at once.
///
/// It is written beside its place and renamed, so that nobody sees half of it, and it begins with the checksum of the rest, so
/// that one that is damaged is no file. Only files of this user, or of root, are read: who can write into the directory could
/// otherwise say what a layer holds.
struct CacheFile {
  private static let magic = Array("imgscan cache 2\n".utf8)
  private static let headBytes = magic.count + Checksum.byteCount
  /// Far above what the largest layer takes.
  private static let limit = 1 << 30

  let path: String

  var exists: Bool { access(path, R_OK) == 0 }

  /// What was written; nil when there is none, or not as it was written.
  func read() -> ArraySlice<UInt8>? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var info = stat()
    guard fstat(descriptor, &info) == 0, info.st_mode & S_IFMT == S_IFREG, info.st_uid == geteuid() || info.st_uid == 0,
      info.st_size >= CacheFile.headBytes, info.st_size <= CacheFile.limit
    else { return nil }
    let size = Int(info.st_size)
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let got = Glibc.read(descriptor, buffer.baseAddress.map { $0 + count }, size - count)
        if got < 0, errno == EINTR { continue }
        guard got > 0 else { return }
        count += got
      }
    }
    guard bytes.count == size, bytes.starts(with: CacheFile.head(bytes[CacheFile.headBytes...])) else { return nil }
    return bytes[CacheFile.headBytes...]
  }

  /// Writes it; whatever goes wrong, there is just no new file.
  func write(_ content: [UInt8]) {
    guard content.count < CacheFile.limit / 2 else { return }
    let beside = "\(path).\(getpid()).\(UInt64.random(in: .min ... .max)).new"
    let descriptor = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return }
    let isWritten =
      CacheFile.writeAll(descriptor, CacheFile.head(content[...])) && CacheFile.writeAll(descriptor, content)
    guard close(descriptor) == 0, isWritten, rename(beside, path) == 0 else {
      unlink(beside)
      return
    }
  }

  /// Notes that it was used, for the eviction.
  func touch() { utimensat(AT_FDCWD, path, nil, AT_SYMLINK_NOFOLLOW) }

  /// What stands before a content.
  private static func head(_ content: ArraySlice<UInt8>) -> [UInt8] {
    magic + content.withUnsafeBytes { Checksum(of: $0).bytes }
  }

  private static func writeAll(_ descriptor: Int32, _ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count {
        let got = Glibc.write(descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done)
        if got < 0, errno == EINTR { continue }
        guard got > 0 else { return false }
        done += got
      }
      return true
    }
  }
}
