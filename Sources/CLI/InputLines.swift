import Glibc
import Reports

/// The lines of standard input, as they come.
struct InputLines {
  /// A line without its line feed.
  enum Line {
    case text([UInt8])
    /// Longer than what is kept.
    case tooLong
  }

  private let mostBytes: Int
  private var pending: [UInt8] = []
  private var isTooLong = false
  private var isAtEnd = false
  private var chunk = [UInt8](repeating: 0, count: 64 << 10)

  /// - Parameter mostBytes: the longest line that is kept.
  init(mostBytes: Int) { self.mostBytes = mostBytes }

  /// The lines that the next read completes, maybe none; nil at the end.
  ///
  /// - Throws: the reason when standard input cannot be read.
  mutating func next() throws(Failure) -> [Line]? {
    guard !isAtEnd else { return nil }
    var count = 0
    repeat {
      count = chunk.withUnsafeMutableBytes { Glibc.read(0, $0.baseAddress, $0.count) }
    } while count < 0
      && errno == EINTR
    guard count >= 0 else { throw Failure(reason: "standard input: \(String(cString: strerror(errno)).lowercased())") }
    guard count > 0 else {
      isAtEnd = true
      return pending.isEmpty && !isTooLong ? nil : [finishLine()]
    }
    var lines: [Line] = []
    var rest = chunk[..<count]
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      take(rest[..<end])
      lines.append(finishLine())
      rest = rest[(end + 1)...]
    }
    take(rest)
    return lines
  }

  /// Why standard input cannot be read, or the answers cannot be written.
  struct Failure: Error {
    var reason: String
  }

  private mutating func take(_ bytes: ArraySlice<UInt8>) {
    isTooLong = isTooLong || bytes.count > mostBytes - pending.count
    if isTooLong { pending = [] } else { pending += bytes }
  }

  private mutating func finishLine() -> Line {
    defer { (pending, isTooLong) = ([], false) }
    return isTooLong ? .tooLong : .text(pending)
  }
}

extension InputLines {
  /// Answers every line in order, those of one read at once.
  ///
  /// - Throws: `ExitStatus` 2 after a message, when input or output fails.
  static func answer(mostBytes: Int, _ answer: (Line) -> [UInt8]) throws {
    var input = InputLines(mostBytes: mostBytes)
    do throws(Failure) {
      while let lines = try input.next() {
        guard Output.standardOutput.write(lines.flatMap(answer)) else {
          throw Failure(reason: "standard output: \(String(cString: strerror(errno)).lowercased())")
        }
      }
    } catch {
      Output.standardError.write(ErrorText(style: TerminalStyle()).render(message: error.reason))
      throw ExitStatus(code: ExitStatus.incomplete)
    }
  }
}
