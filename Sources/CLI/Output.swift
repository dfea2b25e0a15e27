import Core
import Glibc
import Reports

/// Writes to the standard streams, all or nothing told.
struct Output {
  static let standardOutput = Output(descriptor: 1)
  static let standardError = Output(descriptor: 2)

  let descriptor: Int32

  var isTerminal: Bool { isatty(descriptor) == 1 }

  @discardableResult
  func write(_ text: String) -> Bool { write(Array(text.utf8)) }

  /// - Returns: false when the stream took not all of it, such as a full disk.
  @discardableResult
  func write(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count {
        let count = Glibc.write(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        done += count
      }
      return true
    }
  }

  /// Writes a whole report to a file (through a temporary one beside it) or to standard output; says so when it cannot.
  ///
  /// - Returns: whether it was written.
  static func deliver(_ bytes: [UInt8], to path: String?, style: TerminalStyle) -> Bool {
    guard let path, path != "-" else {
      return standardOutput.write(bytes) || fail("standard output: \(lastReason)", style)
    }
    var info = stat()
    // A device or FIFO is written to; only a file is replaced.
    guard stat(path, &info) != 0 || info.st_mode & S_IFMT == S_IFREG else {
      let descriptor = open(path, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { return fail("\(path): \(lastReason)", style) }
      var isDone = Output(descriptor: descriptor).write(bytes)
      var reason = lastReason
      if close(descriptor) != 0, isDone { (isDone, reason) = (false, lastReason) }
      return isDone || fail("\(path): \(reason)", style)
    }
    return replace(path, with: bytes) || fail("\(path): \(lastReason)", style)
  }

  /// Puts a file in the place of another, whole or not at all.
  ///
  /// Where the file system can, it has no name until it is complete, so that nothing is left of it when the process is
  /// killed. A link that somebody else put at the temporary name is removed, not followed.
  ///
  /// - Returns: whether it was done; else `errno` says why.
  private static func replace(_ path: String, with bytes: [UInt8]) -> Bool {
    let part = "\(path).\(getpid()).part"
    unlink(part)
    var isDone = writeUnnamed(bytes, beside: path, as: part)
    if !isDone {
      let descriptor = open(part, O_WRONLY | O_CLOEXEC | O_CREAT | O_EXCL | O_NOFOLLOW, 0o644)
      guard descriptor >= 0 else { return false }
      isDone = Output(descriptor: descriptor).write(bytes)
      let reason = errno
      if close(descriptor) != 0 { isDone = false } else { errno = reason }
    }
    if isDone, rename(part, path) == 0 { return true }
    let reason = errno
    unlink(part)
    errno = reason
    return false
  }

  /// Writes a file without a name and then gives it one; false where that cannot be done.
  private static func writeUnnamed(_ bytes: [UInt8], beside path: String, as name: String) -> Bool {
    let directory = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[...$0]) } ?? "."
    let descriptor = open(directory, O_WRONLY | O_CLOEXEC | unnamed, 0o644)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return Output(descriptor: descriptor).write(bytes)
      && linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0
  }

  /// `O_TMPFILE`, which Swift cannot import.
  /// Source: Linux, include/uapi/asm-generic/fcntl.h.
  private static var unnamed: Int32 { 0o20_000_000 | O_DIRECTORY }

  /// Adds to the end of a file, which need not be there; says so when it cannot.
  ///
  /// - Returns: whether it was written.
  static func append(_ bytes: [UInt8], to path: String, style: TerminalStyle) -> Bool {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_CREAT | O_APPEND, 0o644)
    guard descriptor >= 0 else { return fail("\(path): \(lastReason)", style) }
    defer { close(descriptor) }
    return Output(descriptor: descriptor).write(bytes) || fail("\(path): \(lastReason)", style)
  }

  private static var lastReason: String { String(cString: strerror(errno)).lowercased() }

  private static func fail(_ message: String, _ style: TerminalStyle) -> Bool {
    standardError.write(ErrorText(style: style).render(message: "the report cannot be written to \(message)"))
    return false
  }
}
