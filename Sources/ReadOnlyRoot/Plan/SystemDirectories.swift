import Core
import RootFS

/// What Linux distributions keep where, as far as mounts are concerned.
///
/// Source: Filesystem Hierarchy Standard 3.0, chapters 3 to 5; dpkg(1), apk-tools and rpm, where they keep what is
/// installed.
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

  private static let programs = ["/bin", "/sbin", "/usr/bin", "/usr/lib", "/usr/libexec", "/usr/sbin"].map {
    RootPath($0)
  }
  private static let databases = [
    "/var/lib/dpkg/status", "/lib/apk/db/installed", "/usr/lib/apk/db/installed", "/var/lib/rpm",
    "/usr/lib/sysimage/rpm",
  ]

  /// Whether packages of a distribution put programs there.
  static func isOfPackages(_ path: RootPath) -> Bool { programs.contains { path.isAtOrBelow($0) } }

  /// Whether an image is of a distribution with packages; images with a single program have none.
  static func hasPackages(_ image: ImageModel) -> Bool { databases.contains { image.root.lookup($0) != nil } }

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
