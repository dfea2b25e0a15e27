import Glibc

/// A program under way, the first of a process group of its own, with what it has said so far.
///
/// posix_spawn and not swift-subprocess: that has asynchronous calls only, which would have to wait on Swift's
/// cooperative threads for what this program does on its own, and it would add 0.8 MB (measured with 1.0.2 without
/// Foundation).
struct ChildProcess {
  /// How a program ended.
  enum End: Equatable {
    case status(Int32)
    case signal(Int32)
  }

  let id: pid_t
  /// Seconds of the monotonic clock at which it is to be stopped.
  let deadline: Double
  private(set) var output: [UInt8] = []
  /// The beginning of what it says on standard error.
  private(set) var errors: [UInt8] = []
  /// Where standard output and standard error are read; less than 0 when closed.
  private(set) var ends: (output: Int32, errors: Int32)

  private static let mostErrorBytes = 4096

  /// Seconds since some moment, never going back.
  static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - arguments: its path first.
  ///   - environment: `NAME=value`.
  ///   - inherited: descriptors that it has under the same numbers.
  /// - Throws: `notStarted`.
  init(
    _ arguments: [String], environment: [String], inherited: [Int32], seconds: Int
  ) throws(ShellCheckError) {
    let output = try ChildProcess.pipe()
    let errors: (read: Int32, write: Int32)
    do {
      errors = try ChildProcess.pipe()
    } catch {
      close(output.read)
      close(output.write)
      throw error
    }
    let (code, child) = ChildProcess.spawn(
      arguments, environment, inherited: inherited, output: output.write, errors: errors.write)
    close(output.write)
    close(errors.write)
    guard code == 0 else {
      close(output.read)
      close(errors.read)
      throw ShellCheckError(.notStarted, ChildProcess.reason(code))
    }
    deadline = ChildProcess.now + Double(seconds)
    ends = (output.read, errors.read)
    id = child
  }

  /// What an error number means, in lower case.
  static func reason(_ code: Int32) -> String { String(cString: strerror(code)).lowercased() }

  private static func pipe() throws(ShellCheckError) -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    guard Glibc.pipe(&ends) == 0 else { throw ShellCheckError(.notStarted, reason(errno)) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
    return (ends[0], ends[1])
  }

  private static func spawn(
    _ arguments: [String], _ environment: [String], inherited: [Int32], output: Int32, errors: Int32
  ) -> (code: Int32, child: pid_t) {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_adddup2(&actions, errors, 2)
    // To copy a descriptor onto itself is how it is handed on.
    for descriptor in inherited { posix_spawn_file_actions_adddup2(&actions, descriptor, descriptor) }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A group of its own, so that what a wrapper starts is stopped with it.
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    posix_spawnattr_setpgroup(&attributes, 0)
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigaddset(&signals, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    var argv: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    var envp: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
    defer { for text in argv + envp { free(text) } }
    var child = pid_t()
    let code = posix_spawn(&child, arguments[0], &actions, &attributes, &argv, &envp)
    return (code, child)
  }

  // MARK: watching

  /// Takes what it has said since, without waiting.
  ///
  /// - Parameter limit: bytes of output, after which no more is kept.
  /// - Returns: false when it has said more than that.
  mutating func read(limit: Int) -> Bool {
    ends.output = ChildProcess.read(ends.output, into: &output, most: limit + 1)
    ends.errors = ChildProcess.read(ends.errors, into: &errors, most: ChildProcess.mostErrorBytes)
    return output.count <= limit
  }

  /// - Returns: the descriptor, or -1 when it was at its end and is closed.
  private static func read(_ descriptor: Int32, into bytes: inout [UInt8], most: Int) -> Int32 {
    guard descriptor >= 0 else { return descriptor }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    // Bounded, so that one that says more and more cannot keep the others waiting.
    for _ in 0..<64 {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count > 0 {
        bytes += buffer.prefix(min(count, max(0, most - bytes.count)))
      } else if count == 0 {
        close(descriptor)
        return -1
      } else if errno != EINTR {
        return descriptor
      }
    }
    return descriptor
  }

  /// How it ended; nil while it has not. Once it has been told, the process is gone and must not be asked for again.
  func end() -> End? {
    var status: Int32 = 0
    let found = waitpid(id, &status, WNOHANG)
    if found == 0 || (found < 0 && errno == EINTR) { return nil }
    guard found == id else { return .status(-1) }
    return status & 0x7F == 0 ? .status(status >> 8 & 0xFF) : .signal(status & 0x7F)
  }

  /// Stops it and all that it has started.
  func stop() {
    kill(-id, SIGKILL)
    kill(id, SIGKILL)
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0, errno == EINTR {}
  }

  /// Closes what is still open; call it last.
  mutating func release() {
    if ends.output >= 0 { close(ends.output) }
    if ends.errors >= 0 { close(ends.errors) }
    ends = (-1, -1)
  }

  /// Waits until one of them says something or some milliseconds have passed.
  static func wait(for children: some Sequence<ChildProcess>, milliseconds: Int32) {
    var list: [pollfd] = []
    for child in children {
      for end in [child.ends.output, child.ends.errors] where end >= 0 {
        list.append(pollfd(fd: end, events: Int16(POLLIN), revents: 0))
      }
    }
    _ = poll(&list, nfds_t(list.count), milliseconds)
  }
}
