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
    let isReplaced = stat(path, &info) != 0 || info.st_mode & S_IFMT == S_IFREG
    let target = isReplaced ? "\(path).\(getpid()).part" : path
    let descriptor = open(target, O_WRONLY | O_CLOEXEC | (isReplaced ? O_CREAT | O_TRUNC : 0), 0o644)
    guard descriptor >= 0 else { return fail("\(path): \(lastReason)", style) }
    var isDone = Output(descriptor: descriptor).write(bytes)
    var reason = lastReason
    if close(descriptor) != 0, isDone { (isDone, reason) = (false, lastReason) }
    if isDone, isReplaced, rename(target, path) != 0 { (isDone, reason) = (false, lastReason) }
    if !isDone, isReplaced { unlink(target) }
    return isDone || fail("\(path): \(reason)", style)
  }

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
