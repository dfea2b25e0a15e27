import Core
import Glibc

/// An installed `shellcheck`.
public struct ShellCheckProgram: Sendable, Equatable {
  /// As it is started.
  public let path: String
  /// What it gets of our environment, `NAME=value`.
  let environment: [String]
  /// Where files without a name may be.
  let directories: [String]

  /// Options of the user's own would change the findings from machine to machine.
  private static let dropped: Set<String> = ["SHELLCHECK_OPTS", "GHCRTS", "LC_ALL", "LANG", "LC_CTYPE"]

  /// A program at a known place.
  ///
  /// - Parameter environment: of this process; what changes findings is not handed on.
  public init(path: String, environment: [String: String] = [:]) {
    // A name alone would be searched in PATH by what starts it.
    self.path = path.utf8.contains(UInt8(ascii: "/")) ? path : "./" + path
    self.environment =
      environment.filter { !ShellCheckProgram.dropped.contains($0.key) }.map { "\($0.key)=\($0.value)" }.sorted()
      + ["LC_ALL=C.UTF-8"]
    let own = environment["TMPDIR"].flatMap { $0.utf8.first == UInt8(ascii: "/") ? $0 : nil }
    directories = ["/dev/shm", own ?? "/tmp"] + (own == nil ? [] : ["/tmp"])
  }

  /// The program that the user names, or `shellcheck` in one of the directories of PATH.
  ///
  /// Relative directories are passed over: what lies in the working directory comes from whoever wrote the Dockerfile.
  /// - Parameters:
  ///   - path: as the user gives it, taken as it is; nil to search.
  ///   - environmentPath: the value of PATH.
  /// - Returns: nil when there is none.
  public static func find(
    path: String?, environmentPath: String, environment: [String: String] = [:]
  ) -> ShellCheckProgram? {
    if let path { return ShellCheckProgram(path: path, environment: environment) }
    for directory in environmentPath.utf8.split(separator: UInt8(ascii: ":")) {
      guard directory.first == UInt8(ascii: "/") else { continue }
      let path = String(decoding: directory, as: UTF8.self) + "/shellcheck"
      if isProgram(path) { return ShellCheckProgram(path: path, environment: environment) }
    }
    return nil
  }

  /// Whether a path is a regular file that may be carried out.
  static func isProgram(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
  }

  /// What it says its version is, such as `0.11.0`; nil when it says none in ten seconds. Starts it.
  public var version: String? {
    var child: ChildProcess
    do {
      child = try ChildProcess([path, "--version"], environment: environment, inherited: [], seconds: 10)
    } catch { return nil }
    defer { child.release() }
    while true {
      ChildProcess.wait(for: [child], milliseconds: 10)
      let isShort = child.read(limit: 4096)
      guard isShort, child.deadline > ChildProcess.now else {
        child.stop()
        return nil
      }
      guard let end = child.end() else { continue }
      _ = child.read(limit: 4096)
      return end == .status(0) ? ShellCheckProgram.version(in: child.output) : nil
    }
  }

  private static func version(in output: [UInt8]) -> String? {
    for line in output.split(separator: 0x0A) where line.starts(with: "version: ".utf8) {
      let digits = line.dropFirst("version: ".utf8.count).prefix { (48...57).contains($0) || $0 == UInt8(ascii: ".") }
      if !digits.isEmpty { return String(decoding: digits, as: UTF8.self) }
    }
    return nil
  }
}
