import Glibc

/// A file opened for reading; closed when the last user lets go.
public final class OpenFile: Sendable {
  let descriptor: Int32
  /// Size when opened; 0 for pipes.
  public let sizeBytes: Int64
  private let ownsDescriptor: Bool

  private init(descriptor: Int32, sizeBytes: Int64, ownsDescriptor: Bool) {
    (self.descriptor, self.sizeBytes, self.ownsDescriptor) = (descriptor, sizeBytes, ownsDescriptor)
  }

  deinit { if ownsDescriptor { close(descriptor) } }

  /// What stands at a path the user named.
  public enum Kind: Sendable, Equatable { case file, directory }

  /// Tells a file from a directory without opening it, so that neither a FIFO nor a device can block.
  ///
  /// - Throws: `.unreadable` when there is nothing, or something that is neither.
  public static func kind(of path: String) throws(ArchiveError) -> Kind {
    var info = stat()
    guard stat(path, &info) == 0 else {
      throw ArchiveError(.unreadable, "\(path): \(reason(errno))", help: missingHelp(path, errno))
    }
    switch info.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .directory
    default:
      throw ArchiveError(
        .unreadable, "\(path) is \(kindName(info.st_mode)), not a file or directory",
        help: "docker save IMAGE | imgscan -     reads from a pipe")
    }
  }

  /// Opens a regular file.
  public static func open(_ path: String) throws(ArchiveError) -> OpenFile {
    guard try kind(of: path) == .file else { throw ArchiveError(.unreadable, "\(path) is a directory, not a file") }
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw ArchiveError(.unreadable, "\(path): \(reason(errno))") }
    return try regular(descriptor, name: path)
  }

  /// Opens a regular file below a directory without following any symbolic link.
  static func open(below directory: OpenFile, components: [String]) throws(ArchiveError) -> OpenFile {
    var at = directory.descriptor
    defer { if at != directory.descriptor { close(at) } }
    for (index, component) in components.enumerated() {
      let isLast = index == components.count - 1
      let flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | (isLast ? 0 : O_DIRECTORY)
      let next = openat(at, component, flags)
      let failure = errno
      if at != directory.descriptor { close(at) }
      at = directory.descriptor
      guard next >= 0 else {
        throw ArchiveError(.unreadable, "\(components.joined(separator: "/")): \(reason(failure))")
      }
      if isLast { return try regular(next, name: components.joined(separator: "/")) }
      at = next
    }
    throw ArchiveError(.unreadable, "an empty name")
  }

  static func openDirectory(_ path: String) throws(ArchiveError) -> OpenFile {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_DIRECTORY)
    guard descriptor >= 0 else { throw ArchiveError(.unreadable, "\(path): \(reason(errno))") }
    return OpenFile(descriptor: descriptor, sizeBytes: 0, ownsDescriptor: true)
  }

  /// Standard input, as a stream.
  public static var standardInput: OpenFile { OpenFile(descriptor: 0, sizeBytes: 0, ownsDescriptor: false) }

  private static func regular(_ descriptor: Int32, name: String) throws(ArchiveError) -> OpenFile {
    var info = stat()
    guard fstat(descriptor, &info) == 0, info.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw ArchiveError(.unreadable, "\(name) is not a regular file")
    }
    return OpenFile(descriptor: descriptor, sizeBytes: Int64(info.st_size), ownsDescriptor: true)
  }

  /// Reads up to `buffer.count` bytes at an offset; 0 at the end of the file.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(ArchiveError) -> Int {
    while true {
      let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
      if count >= 0 { return count }
      if errno != EINTR { throw ArchiveError(.unreadable, "reading failed: \(OpenFile.reason(errno))") }
    }
  }

  /// Reads the next bytes of a stream; 0 at its end.
  func readNext(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
    while true {
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      if errno != EINTR { throw ArchiveError(.unreadable, "reading failed: \(OpenFile.reason(errno))") }
    }
  }

  /// All bytes of a range, or fewer when the file ends before.
  public func bytes(at offset: Int64, count: Int) throws(ArchiveError) -> [UInt8] {
    var out = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      var failure: ArchiveError?
      let got = out.withUnsafeMutableBytes { buffer -> Int in
        do throws(ArchiveError) {
          return try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[done...]), at: offset + Int64(done))
        } catch {
          failure = error
          return 0
        }
      }
      if let failure { throw failure }
      if got == 0 { break }
      done += got
    }
    out.removeLast(count - done)
    return out
  }

  static func reason(_ code: Int32) -> String {
    switch code {
    case ENOENT: "no such file or directory"
    case EACCES: "permission denied"
    case ELOOP: "a circle of symbolic links"
    case EISDIR: "is a directory"
    default: String(cString: strerror(code)).lowercased()
    }
  }

  private static func missingHelp(_ path: String, _ code: Int32) -> String? {
    guard code == ENOENT, !path.contains("/") || path.contains(":") else { return nil }
    return "imgscan reads files; to scan an image: docker save \(path) | imgscan -"
  }

  private static func kindName(_ mode: mode_t) -> String {
    switch mode & S_IFMT {
    case S_IFIFO: "a FIFO"
    case S_IFSOCK: "a socket"
    case S_IFCHR: "a character device"
    case S_IFBLK: "a block device"
    default: "a special file"
    }
  }
}
