import BuildModel
import Dockerfile

/// Tells directories of programs and code from directories of data.
struct ProgramPlaces {
  /// Where programs and code are kept, by custom.
  ///
  /// Source: Filesystem Hierarchy Standard 3.0; /app and /code by the custom of Dockerfiles.
  private static let programs = [
    "/app", "/bin", "/code", "/lib", "/lib64", "/opt", "/sbin", "/srv", "/src", "/usr", "/workspace",
  ]
  private static let data = [
    "/backup", "/cache", "/config", "/data", "/dev", "/etc", "/logs", "/media", "/mnt", "/proc", "/run", "/sys", "/tmp",
    "/var",
  ]
  /// Directories of data inside an application's.
  private static let dataNames: Set<String> = [
    "backup", "backups", "cache", "caches", "config", "conf", "data", "db", "downloads", "etc", "files", "home", "log",
    "logs",
    "media", "output", "pid", "plugins", "results", "run", "sessions", "spool", "state", "static", "storage", "temp",
    "tmp", "upload", "uploads", "var", "volume", "work", ".cache", ".config", ".npm",
  ]

  private let volumes: Set<String>
  /// Where the image starts.
  private let start: String?
  /// The directories that COPY and ADD fill, and those above them up to the working directory.
  private let filled: Set<String>

  init(_ build: BuildModel) {
    var (volumes, filled): (Set<String>, Set<String>) = ([], [])
    for step in build.shippedSteps {
      switch step.instruction.kind {
      case .volume(let arguments):
        for argument in arguments {
          if let text = build.expanded(argument, at: step).known { volumes.insert(BuildPath.cleaned(text, in: "/")) }
        }
      case .copy(let transfer), .add(let transfer):
        filled.insert(
          BuildPath.cleaned(build.expanded(transfer.destination, at: step).text, in: step.workdir?.known ?? "/"))
      default: continue
      }
    }
    (self.volumes, self.filled) = (volumes, filled)
    start = build.lastShipped(.workdir).flatMap { step in
      guard case .workdir(let path) = step.instruction.kind else { return nil }
      return build.expanded(path, at: step).known.map { BuildPath.cleaned($0, in: step.workdir?.known ?? "/") }
    }
  }

  /// Whether a directory holds data, so that the user of the image may write it.
  func isData(_ path: String) -> Bool {
    let names = path.utf8.split(separator: UInt8(ascii: "/")).prefix(BuildPath.deepest)
    if names.dropFirst().contains(where: { Self.dataNames.contains(String(Substring($0))) }) { return true }
    if BuildPath.withParents(path).contains(where: volumes.contains) { return true }
    if isHome(path), path != start { return true }
    return isBelowData(path) && !filled.contains(path)
  }

  /// `/home/name` itself.
  private func isHome(_ path: String) -> Bool {
    BuildPath.isAtOrBelow(path, "/home") && path.utf8.count { $0 == UInt8(ascii: "/") } == 2
  }

  private func isBelowData(_ path: String) -> Bool {
    // What a web server shows is code as much as /srv is.
    !BuildPath.isAtOrBelow(path, "/var/www") && Self.data.contains { BuildPath.isAtOrBelow(path, $0) }
  }

  /// Whether a directory holds programs or code.
  func isCode(_ path: String) -> Bool {
    guard path.utf8.first == UInt8(ascii: "/"), !path.utf8.contains(UInt8(ascii: "$")), !isData(path) else {
      return false
    }
    if path == "/" || BuildPath.isAtOrBelow(path, "/var/www") { return true }
    return Self.programs.contains { BuildPath.isAtOrBelow(path, $0) }
      || BuildPath.withParents(path).dropLast().contains(where: filled.contains)
  }
}
