import Core
import Glibc

/// One `shellcheck` at work on several scripts.
struct ShellCheckProcess {
  /// Indices of the scripts.
  let batch: [Int]
  private(set) var child: ChildProcess
  private let files: [String]
  private let scripts: [[UInt8]]
  private let limits: ShellCheckLimits

  /// What hadolint leaves out, too: files that cannot be followed, and that `ash` is taken for `dash`.
  private static let excluded = "SC1090,SC1091,SC2187"

  /// - Throws: `notStarted`.
  init(
    _ batch: [Int], of all: [[UInt8]], _ program: ShellCheckProgram, _ limits: ShellCheckLimits
  ) throws(ShellCheckError) {
    self.batch = batch
    self.limits = limits
    scripts = batch.map { all[$0] }
    var open: [Int32] = []
    defer { for descriptor in open { close(descriptor) } }
    for script in scripts { open.append(try UnlinkedFile.make(script, in: program.directories)) }
    // A path of its own process: the files have no other name.
    files = open.map { "/proc/self/fd/\($0)" }
    let seconds = batch.count > 1 ? limits.seconds : limits.secondsAlone
    let command = [
      program.path, "--norc", "--format=json1", "--color=never", "--exclude=\(ShellCheckProcess.excluded)",
    ]
    child = try ChildProcess(
      try ShellCheckProcess.limited(command + files, seconds: seconds, memoryMiB: limits.memoryMiB),
      environment: program.environment, inherited: open, seconds: seconds)
  }

  /// The command behind a shell that limits its memory and time, where there is one.
  ///
  /// Scripts of some kB can make ShellCheck take all memory, and its time limit is to hold though we are killed.
  private static func limited(
    _ command: [String], seconds: Int, memoryMiB: Int
  ) throws(ShellCheckError) -> [String] {
    guard command.first.map({ access($0, X_OK) == 0 }) == true else {
      throw ShellCheckError(.notStarted, ChildProcess.reason(errno))
    }
    guard access("/bin/sh", X_OK) == 0 else { return command }
    let script = "ulimit -d \(memoryMiB << 10) 2>/dev/null; ulimit -t \(seconds) 2>/dev/null; exec \"$@\""
    return ["/bin/sh", "-c", script, "sh"] + command
  }

  /// The findings of each script once it has ended; nil while it has not.
  mutating func result() -> Result<[[ShellCheckFinding]], ShellCheckError>? {
    guard child.read(limit: limits.outputBytes) else { return stopped(tooMuch) }
    guard let end = child.end() else {
      guard child.deadline < ChildProcess.now else { return nil }
      let seconds = batch.count > 1 ? limits.seconds : limits.secondsAlone
      return stopped(ShellCheckError(.timedOut, "it took longer than \(seconds) seconds"))
    }
    let isShort = drain()
    child.release()
    guard isShort else { return .failure(tooMuch) }
    switch end {
    case .signal(let number): return .failure(ShellCheckError(.failed, "it was killed by signal \(number)"))
    // 1 is that there are findings.
    case .status(0), .status(1): return read()
    case .status(let status):
      return .failure(ShellCheckError(.failed, "it ended with status \(status)\(ShellCheckProcess.said(child.errors))"))
    }
  }

  private var tooMuch: ShellCheckError {
    ShellCheckError(.tooMuchOutput, "it printed more than \(limits.outputBytes) bytes")
  }

  /// Takes what is left in the pipes of an ended process.
  private mutating func drain() -> Bool {
    while true {
      let before = child.output.count
      guard child.read(limit: limits.outputBytes) else { return false }
      if child.output.count == before { return true }
    }
  }

  private mutating func stopped(_ error: ShellCheckError) -> Result<[[ShellCheckFinding]], ShellCheckError> {
    child.stop()
    child.release()
    return .failure(error)
  }

  private func read() -> Result<[[ShellCheckFinding]], ShellCheckError> {
    do throws(ShellCheckError) {
      return .success(
        try ShellCheckOutput(child.output, files: files, scripts: scripts, limit: limits.outputBytes).findings)
    } catch {
      // The memory limit ends it like this, with status 1.
      guard child.output.isEmpty else { return .failure(error) }
      return .failure(ShellCheckError(.failed, "it printed nothing\(ShellCheckProcess.said(child.errors))"))
    }
  }

  /// The first line of what it said on standard error.
  private static func said(_ errors: [UInt8]) -> String {
    let line = errors.prefix { $0 != 0x0A }
    return line.isEmpty ? "" : ": \(Sanitized(String(decoding: line.prefix(200), as: UTF8.self)))"
  }
}
