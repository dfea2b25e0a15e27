import Glibc
import ImageArchive

/// The names in a directory, without `.` and `..`.
enum DirectoryListing {
  /// What a name stands for, as far as the directory itself tells.
  enum EntryType { case file, directory, link, other, unknown }

  /// Calls a function with each name of a directory, until it returns false.
  ///
  /// - Throws: `.unreadable` with errno's reason.
  static func forEach(
    _ path: [UInt8], followsLink: Bool, _ body: (UnsafeBufferPointer<UInt8>, EntryType) -> Bool
  ) throws(ArchiveError) {
    let flags = O_RDONLY | O_CLOEXEC | O_DIRECTORY | O_NONBLOCK | (followsLink ? 0 : O_NOFOLLOW)
    let descriptor = RegularFile.withCPath(path) { open($0, flags) }
    guard descriptor >= 0 else { throw RegularFile.failure(path, errno) }
    guard let stream = fdopendir(descriptor) else {
      let code = errno
      close(descriptor)
      throw RegularFile.failure(path, code)
    }
    defer { closedir(stream) }
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        if errno != 0 { throw RegularFile.failure(path, errno) }
        return
      }
      let type = entryType(entry.pointee.d_type)
      // The name is a C array of fixed size, imported as a tuple; it ends with a NUL.
      let offset = MemoryLayout<dirent>.offset(of: \dirent.d_name) ?? 0
      let name = UnsafeRawPointer(entry) + offset
      let count = strlen(name.assumingMemoryBound(to: CChar.self))
      let bytes = UnsafeBufferPointer(start: name.assumingMemoryBound(to: UInt8.self), count: count)
      if isDots(bytes) { continue }
      guard body(bytes, type) else { return }
    }
  }

  private static func isDots(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
    name.count <= 2 && name.allSatisfy { $0 == UInt8(ascii: ".") }
  }

  private static func entryType(_ type: UInt8) -> EntryType {
    switch Int(type) {
    case Int(DT_REG): .file
    case Int(DT_DIR): .directory
    case Int(DT_LNK): .link
    case Int(DT_UNKNOWN): .unknown
    default: .other
    }
  }
}
