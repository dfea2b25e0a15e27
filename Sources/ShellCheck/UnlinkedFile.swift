import Glibc

/// A file without a name: nobody else can open it, and nothing is left of it however this process ends.
enum UnlinkedFile {
  /// A descriptor of a new file with this content.
  ///
  /// - Parameter directories: where it may be, the first one that can be written to.
  /// - Throws: `notStarted` when no directory can be written to or there is no room.
  static func make(_ bytes: [UInt8], in directories: [String]) throws(ShellCheckError) -> Int32 {
    var reason: Int32 = ENOENT
    for directory in directories {
      var name = Array((directory + "/imgscan-XXXXXX").utf8CString)
      let descriptor = mkstemp(&name)
      guard descriptor >= 0 else {
        reason = errno
        continue
      }
      unlink(name)
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      if write(bytes, to: descriptor) { return descriptor }
      reason = errno
      close(descriptor)
    }
    let places = directories.joined(separator: ", ")
    throw ShellCheckError(
      .notStarted, "no temporary file could be written in \(places): \(ChildProcess.reason(reason))")
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var done = 0
    while done < bytes.count {
      let count = bytes[done...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      done += count
    }
    return true
  }
}
