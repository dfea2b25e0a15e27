import Core

/// What Linux distributions keep where, as far as mounts are concerned.
///
/// Source: Filesystem Hierarchy Standard 3.0, chapters 3 to 5.
enum SystemDirectories {
  private static let system: Set<String> = [
    "/bin", "/boot", "/etc", "/home", "/lib", "/lib32", "/lib64", "/libx32", "/media", "/mnt", "/opt", "/sbin", "/srv",
    "/usr", "/usr/bin", "/usr/lib", "/usr/libexec", "/usr/local", "/usr/local/bin", "/usr/local/lib", "/usr/sbin",
    "/usr/share", "/var", "/var/lib",
  ]
  private static let shared: Set<String> = [
    "/run", "/run/lock", "/var/cache", "/var/lock", "/var/log", "/var/spool", "/root",
  ]
  private static let temporary: Set<String> = ["/tmp", "/var/tmp"]
  private static let scratchTrees = [
    "/run", "/tmp", "/var/cache", "/var/lock", "/var/log", "/var/run", "/var/spool", "/var/tmp",
  ].map { RootPath($0) }
  private static let scratchNames: Set<String> = [
    "cache", "caches", "lock", "log", "logs", "pids", "run", "sessions", "sockets", "spool", "temp", "tmp", "work",
  ]

  /// Whether it is full of what programs need, so that a mount there breaks the image.
  static func isSystem(_ path: RootPath) -> Bool { system.contains(path.description) }

  /// Whether it belongs to no service in particular.
  static func isShared(_ path: RootPath) -> Bool { isSystem(path) || shared.contains(path.description) }

  /// Whether everything below is short-lived and made when needed.
  static func isTemporary(_ path: RootPath) -> Bool { temporary.contains(path.description) }

  /// Whether it is for pid files and sockets, which are small and made anew.
  static func isRuntime(_ path: RootPath) -> Bool {
    path.isAtOrBelow(RootPath("/run")) || path.isAtOrBelow(RootPath("/var/run"))
  }

  /// Whether what an image has there is no part of a program, so that a mount may hide it.
  static func isScratch(_ path: RootPath) -> Bool {
    if scratchTrees.contains(where: { path.isAtOrBelow($0) }) || isHome(path) { return true }
    return scratchNames.contains(text(ofName: path.lastComponent))
  }

  /// Whether it is a home directory itself: what lies in it by default is for shells.
  private static func isHome(_ path: RootPath) -> Bool {
    path.description == "/root" || path.parent?.description == "/home"
  }
}
