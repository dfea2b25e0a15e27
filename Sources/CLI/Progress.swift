import Core
import Glibc
import Synchronization

/// One line on standard error while layers are read: only on a terminal, only after 300 ms, gone before the report.
final class Progress: Sendable {
  private static let delayMilliseconds: Int64 = 300
  private static let pauseMilliseconds: Int64 = 100

  private let subject: String
  private let isWanted: Bool
  private let started = Progress.now()
  private let lastShown = Mutex<Int64>(0)

  init(subject: String, isWanted: Bool) {
    self.subject = Sanitized(subject).description
    self.isWanted = isWanted && Output.standardError.isTerminal
  }

  func show(_ done: Int, _ total: Int) {
    guard isWanted else { return }
    let now = Progress.now()
    guard now - started > Progress.delayMilliseconds else { return }
    lastShown.withLock { last in
      guard now - last > Progress.pauseMilliseconds else { return }
      last = now
      Output.standardError.write("\r\u{1B}[K  \(subject)  layer \(done)/\(total)")
    }
  }

  func clear() {
    guard isWanted else { return }
    lastShown.withLock { last in
      if last > 0 { Output.standardError.write("\r\u{1B}[K") }
    }
  }

  private static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
