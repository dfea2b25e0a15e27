/// What one run of ShellCheck may cost.
public struct ShellCheckLimits: Sendable {
  /// Scripts in one process: starting it costs as much as judging a short script.
  public var scriptsPerProcess = 32
  /// Bytes of all scripts in one process, so that long ones spread over processes.
  public var bytesPerProcess = 64 << 10
  /// A longer script is not judged: time and memory grow faster than the text (44 kB of `echo $x1 && echo $x2 …` took
  /// over 40 s and 2 GB).
  public var scriptBytes = 256 << 10
  /// For one process; what is short takes about 20 ms a script.
  public var seconds = 40
  /// For one script alone, after a process with many has failed.
  public var secondsAlone = 10
  /// Memory of one process.
  public var memoryMiB = 1024
  /// What one process may say.
  public var outputBytes = 32 << 20
  /// Failed processes, after which the rest is not judged.
  public var failures = 40
  /// The same while no process has ended well.
  public var failuresAtStart = 3

  public init() {}
}
