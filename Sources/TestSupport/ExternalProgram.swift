import Foundation

/// Runs a program of this machine with a time limit, and takes what it says.
public struct ExternalProgram: Sendable {
  /// How a run ended.
  public struct Result: Sendable {
    /// The exit status; nil when it was killed: by the time limit or by a signal.
    public var status: Int32?
    public var output: [UInt8]
    public var errors: [UInt8]
    /// The most memory it had, in KiB.
    public var peakKiB = 0
    public var outputText: String { String(decoding: output, as: UTF8.self) }
    public var errorText: String { String(decoding: errors, as: UTF8.self) }
  }

  /// A program that could not be started.
  public struct Failure: Error { public var code: Int32 }

  public let path: String

  public init(path: String) { self.path = path }

  /// The program of that name in PATH or the usual directories; nil when there is none.
  public static func find(_ name: String) -> ExternalProgram? {
    let places = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
    for place in places + ["/usr/bin", "/bin", "/usr/sbin", "/sbin"] {
      let path = place + "/" + name
      if FileManager.default.isExecutableFile(atPath: path) { return ExternalProgram(path: path) }
    }
    return nil
  }

  /// Runs it to its end. Output goes through files, so that no pipe can fill up.
  ///
  /// - Parameter input: a file for standard input; nil for /dev/null.
  /// - Parameter output: a file for standard output, where the result is to be; nil for one of its own.
  /// - Parameter environment: what is added to this process's environment.
  public func run(
    _ arguments: [String], input: String? = nil, output: String? = nil, environment: [String: String] = [:],
    seconds: Double = 120
  ) throws -> Result {
    let directory = try TemporaryDirectory()
    let (outPath, errPath) = (directory.path + "/out", directory.path + "/err")
    let child = try start(arguments, files: [input ?? "/dev/null", output ?? outPath, errPath], environment)
    let end = Date().addingTimeInterval(seconds)
    var (status, usage, isLate) = (Int32(0), rusage(), false)
    var peakKiB = 0
    while wait4(child, &status, WNOHANG, &usage) == 0 {
      peakKiB = max(peakKiB, ExternalProgram.peakKiB(of: child))
      if !isLate, Date() > end {
        isLate = true
        kill(child, SIGKILL)
      }
      usleep(1000)
    }
    let wasSignalled = status & 0x7F != 0
    func bytes(_ path: String) -> [UInt8] { Array(FileManager.default.contents(atPath: path) ?? Data()) }
    return Result(
      status: wasSignalled ? nil : status >> 8 & 0xFF, output: output == nil ? bytes(outPath) : [],
      errors: bytes(errPath), peakKiB: peakKiB)
  }

  /// The most memory a running process has had; 0 where the kernel does not say.
  ///
  /// What `wait4` tells counts this process too, whose memory the new one had until it became another program.
  private static func peakKiB(of process: pid_t) -> Int {
    guard let file = fopen("/proc/\(process)/status", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, Int32(line.count), file) != nil {
      let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      if text.hasPrefix("VmHWM:") { return text.split(separator: " ").compactMap { Int($0) }.first ?? 0 }
    }
    return 0
  }

  /// - Parameter files: for standard input, output and error.
  private func start(_ arguments: [String], files: [String], _ environment: [String: String]) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, files[0], O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, files[1], O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, files[2], O_WRONLY | O_CREAT, 0o600)
    let all = ProcessInfo.processInfo.environment.merging(environment) { $1 }.map { "\($0)=\($1)" }
    var argv: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
    var envp: [UnsafeMutablePointer<CChar>?] = all.map { strdup($0) } + [nil]
    defer { for text in argv + envp { free(text) } }
    var child = pid_t()
    let code = posix_spawn(&child, path, &actions, nil, &argv, &envp)
    guard code == 0 else { throw Failure(code: code) }
    return child
  }

  /// Bytes through a compressor such as `zstd`; nil when it is not installed.
  public static func compress(_ bytes: [UInt8], with name: String) throws -> [UInt8]? {
    guard let program = find(name) else { return nil }
    let directory = try TemporaryDirectory()
    let result = try program.run(["-c"], input: try directory.write("in", bytes))
    return result.status == 0 ? result.output : nil
  }
}
