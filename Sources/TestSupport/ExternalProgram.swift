import Foundation

/// Runs a program of this machine with a time limit, and takes what it says.
public struct ExternalProgram: Sendable {
  /// How a run ended.
  public struct Result: Sendable {
    /// The exit status; nil when it was killed: by the time limit or by a signal.
    public var status: Int32?
    public var output: [UInt8]
    public var errors: [UInt8]
    public var outputText: String { String(decoding: output, as: UTF8.self) }
    public var errorText: String { String(decoding: errors, as: UTF8.self) }
  }

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

  /// Runs it to its end.
  ///
  /// - Parameter input: a file for standard input; nil for /dev/null.
  /// - Parameter environment: what is added to this process's environment.
  public func run(
    _ arguments: [String], input: String? = nil, environment: [String: String] = [:], seconds: Double = 120
  ) throws -> Result {
    let directory = try TemporaryDirectory()
    let (outPath, errPath) = (try directory.write("out", []), try directory.write("err", []))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle(forReadingAtPath: input ?? "/dev/null")
    let out = FileHandle(forWritingAtPath: outPath)
    let err = FileHandle(forWritingAtPath: errPath)
    process.standardOutput = out
    process.standardError = err
    try process.run()
    let end = Date().addingTimeInterval(seconds)
    var isLate = false
    while process.isRunning {
      if Date() > end {
        isLate = true
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        break
      }
      usleep(2000)
    }
    process.waitUntilExit()
    try out?.close()
    try err?.close()
    let isKilled = isLate || process.terminationReason == .uncaughtSignal
    return Result(
      status: isKilled ? nil : process.terminationStatus,
      output: Array(try Data(contentsOf: URL(fileURLWithPath: outPath))),
      errors: Array(try Data(contentsOf: URL(fileURLWithPath: errPath))))
  }

  /// Bytes through a compressor such as `zstd`; nil when it is not installed.
  public static func compress(_ bytes: [UInt8], with name: String) throws -> [UInt8]? {
    guard let program = find(name) else { return nil }
    let directory = try TemporaryDirectory()
    let result = try program.run(["-c"], input: try directory.write("in", bytes))
    return result.status == 0 ? result.output : nil
  }
}
