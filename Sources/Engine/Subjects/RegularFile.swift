import Glibc
import ImageArchive

/// Which file it is, whatever it is called.
struct FileIdentity: Hashable, Sendable {
  var device: UInt64
  var inode: UInt64

  init(_ info: stat) { (device, inode) = (UInt64(info.st_dev), UInt64(info.st_ino)) }
}

/// Reads files by the bytes of their names, and nothing that is no file.
enum RegularFile {
  /// What stands at a path.
  enum Kind: Equatable { case file, directory, other(String) }

  /// - Throws: `.unreadable` with errno's reason when nothing can be found there.
  static func look(_ path: [UInt8]) throws(ArchiveError) -> (kind: Kind, identity: FileIdentity) {
    var info = stat()
    guard withCPath(path, { stat($0, &info) }) == 0 else { throw failure(path, errno) }
    return (kind(info), FileIdentity(info))
  }

  static func kind(_ info: stat) -> Kind {
    switch info.st_mode & S_IFMT {
    case S_IFREG: .file
    case S_IFDIR: .directory
    case S_IFIFO: .other("a FIFO")
    case S_IFSOCK: .other("a socket")
    case S_IFCHR: .other("a character device")
    case S_IFBLK: .other("a block device")
    default: .other("a special file")
    }
  }

  /// The bytes of a file.
  ///
  /// - Throws: `.limit` when there are more than `limit`.
  static func read(_ path: [UInt8], limit: Int) throws(ArchiveError) -> [UInt8] {
    let bytes = try head(path, count: limit + 1)
    guard bytes.count <= limit else { throw tooLarge(text(of: path), limit) }
    return bytes
  }

  /// The first bytes of a file: `count`, or all there are.
  static func head(_ path: [UInt8], count: Int, followsLink: Bool = true) throws(ArchiveError) -> [UInt8] {
    // What is a FIFO by now would block, without O_NONBLOCK.
    let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (followsLink ? 0 : O_NOFOLLOW)
    let descriptor = withCPath(path) { open($0, flags) }
    guard descriptor >= 0 else { throw failure(path, errno) }
    defer { close(descriptor) }
    var info = stat()
    guard fstat(descriptor, &info) == 0, info.st_mode & S_IFMT == S_IFREG else {
      throw ArchiveError(.unreadable, "\(text(of: path)) is not a regular file")
    }
    let sizeBytes = max(0, Int(clamping: info.st_size))
    // One byte more than the size shows whether the file has grown since.
    var bytes = try block(descriptor, sizeBytes < count ? sizeBytes + 1 : count, path)
    while bytes.count < count, bytes.count != sizeBytes {
      let more = try block(descriptor, min(count - bytes.count, 64 << 10), path)
      if more.isEmpty { break }
      bytes += more
    }
    return bytes
  }

  /// The error for a Dockerfile that is too large to be one.
  static func tooLarge(_ name: String, _ limit: Int) -> ArchiveError {
    ArchiveError(
      .limit, "\(name): more than \(limit) bytes, over the limit of such a file",
      help: "--as image, if it is an archive of an image")
  }

  /// A path as text, for names shown and messages.
  static func text(of path: [UInt8]) -> String { String(decoding: path, as: UTF8.self) }

  static func reason(_ code: Int32) -> String {
    switch code {
    case ENOENT: "no such file or directory"
    case EACCES: "permission denied"
    case ELOOP: "a circle of symbolic links"
    default: String(cString: strerror(code)).lowercased()
    }
  }

  static func failure(_ path: [UInt8], _ code: Int32) -> ArchiveError {
    ArchiveError(.unreadable, "\(text(of: path)): \(reason(code))")
  }

  /// Calls a C function with a path; a path with a NUL inside names nothing.
  static func withCPath(_ path: [UInt8], _ body: (UnsafePointer<CChar>) -> Int32) -> Int32 {
    guard !path.contains(0) else {
      errno = ENOENT
      return -1
    }
    return (path + [0]).withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return -1 }
      return body(base.assumingMemoryBound(to: CChar.self))
    }
  }

  /// What one read gives; empty at the end of the file.
  private static func block(_ descriptor: Int32, _ count: Int, _ path: [UInt8]) throws(ArchiveError) -> [UInt8] {
    var got = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      repeat { got = Glibc.read(descriptor, buffer.baseAddress, count) } while got < 0 && errno == EINTR
      initialized = max(0, got)
    }
    if got < 0 { throw failure(path, errno) }
    return bytes
  }
}
