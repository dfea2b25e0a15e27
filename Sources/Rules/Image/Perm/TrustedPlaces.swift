import Core
import ImageArchive
import RootFS

/// Directories whose files other programs run, load or obey.
struct TrustedPlaces {
  private let searched: Set<RootPath>

  init(_ image: ImageModel) {
    searched = Set(
      image.config.searchPath.prefix(64).filter { $0.hasPrefix("/") }.compactMap { text in
        image.root.lookup(text).map { image.root.path(of: $0) }
      })
  }

  /// Why a file matters more than others, in words; nil when it does not.
  func reason(forFile path: RootPath) -> String? {
    if let directory = path.directory, searched.contains(directory) { return "it is in PATH" }
    return reason(path)
  }

  /// The same for a directory: whoever writes a directory above a trusted one can put another in its place.
  func reason(forDirectory path: RootPath) -> String? {
    if searched.contains(path) { return "it is in PATH" }
    if let below = searched.filter({ $0.isAtOrBelow(path) }).min() { return "\(below) below it is in PATH" }
    return reason(path)
  }

  private func reason(_ path: RootPath) -> String? {
    for (place, reason) in TrustedPlaces.known where path.isAtOrBelow(place) { return reason }
    return nil
  }

  private static let known: [(RootPath, String)] = [
    ("/etc", "it is configuration"), ("/var/spool/cron", "cron runs what is there"),
    ("/bin", "it is among the system's programs"), ("/sbin", "it is among the system's programs"),
    ("/usr/bin", "it is among the system's programs"), ("/usr/sbin", "it is among the system's programs"),
    ("/usr/local/bin", "it is among the system's programs"), ("/usr/local/sbin", "it is among the system's programs"),
    ("/lib", "programs load what is there"), ("/lib32", "programs load what is there"),
    ("/lib64", "programs load what is there"), ("/libx32", "programs load what is there"),
    ("/usr/lib", "programs load what is there"), ("/usr/lib32", "programs load what is there"),
    ("/usr/lib64", "programs load what is there"), ("/usr/libx32", "programs load what is there"),
    ("/usr/libexec", "programs run what is there"), ("/usr/local/lib", "programs load what is there"),
    ("/usr/local/lib64", "programs load what is there"), ("/usr/local/etc", "it is configuration"),
  ].map { (RootPath($0.0), $0.1) }
}

extension RootPath {
  /// The path of the directory that holds it; nil for the root.
  fileprivate var directory: RootPath? {
    guard bytes.count > 1, let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return nil }
    return slash == 0 ? RootPath("/") : RootPath(bytes: Array(bytes[..<slash]))
  }
}
