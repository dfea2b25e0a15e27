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

  /// Writes a whole report to a file (through a temporary one beside it) or to standard output.
  ///
  /// - Throws: `ExitStatus` 2 after a message, when it cannot be written.
  static func deliver(_ bytes: [UInt8], to path: String?, style: TerminalStyle) throws {
    guard let path, path != "-" else {
      guard standardOutput.write(bytes) else {
        throw failure("standard output: \(String(cString: strerror(errno)).lowercased())", style)
      }
      return
    }
    var info = stat()
    if stat(path, &info) == 0, info.st_mode & S_IFMT != S_IFREG { return try writeInto(path, bytes, style) }
    let temporary = "\(path).\(getpid()).part"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure("\(path): \(String(cString: strerror(errno)).lowercased())", style) }
    let isWritten = Output(descriptor: descriptor).write(bytes)
    let reason = String(cString: strerror(errno)).lowercased()
    let isClosed = close(descriptor) == 0
    guard isWritten, isClosed, rename(temporary, path) == 0 else {
      unlink(temporary)
      throw failure("\(path): \(reason)", style)
    }
  }

  /// Writes to what is there and must not be replaced: a device, a FIFO.
  private static func writeInto(_ path: String, _ bytes: [UInt8], _ style: TerminalStyle) throws {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("\(path): \(String(cString: strerror(errno)).lowercased())", style) }
    let isWritten = Output(descriptor: descriptor).write(bytes)
    let reason = String(cString: strerror(errno)).lowercased()
    guard close(descriptor) == 0, isWritten else { throw failure("\(path): \(reason)", style) }
  }

  private static func failure(_ message: String, _ style: TerminalStyle) -> ExitStatus {
    standardError.write(ErrorText(style: style).render(message: "the report cannot be written to \(message)"))
    return ExitStatus(code: ExitStatus.incomplete)
  }
}
