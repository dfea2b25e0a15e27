import Glibc

/// Calls a thread back from waiting for input: a pipe of which it watches one end, and whose other end is closed.
final class WaitBreaker {
  private let watched: Int32
  private var held: Int32

  /// - Returns: nil when the system has no pipe to give.
  init?() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    (watched, held) = (ends[0], ends[1])
  }

  deinit {
    callBack()
    close(watched)
  }

  /// Waits until a descriptor has input, or its end.
  ///
  /// - Returns: false when the thread was called back.
  func waitForInput(_ descriptor: Int32) -> Bool {
    var files = [
      pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0), pollfd(fd: watched, events: Int16(POLLIN), revents: 0),
    ]
    while poll(&files, nfds_t(files.count), -1) < 0, errno == EINTR {}
    return files[1].revents == 0
  }

  /// Calls back whoever waits, now and from now on. Only one thread may call it.
  func callBack() {
    if held >= 0 { close(held) }
    held = -1
  }
}
