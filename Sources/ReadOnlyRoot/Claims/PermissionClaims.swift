import Core
import ImageArchive
import RootFS

/// Directories that the run user may write to and that look made for it.
enum PermissionClaims {
  private static let names: Set<String> = [
    "cache", "tmp", "temp", "run", "log", "logs", "pids", "sessions", "spool",
  ]
  /// Meant to be written by everyone.
  private static let scratch = ["/tmp", "/var/tmp", "/dev", "/run/lock", "/proc", "/sys"].map { RootPath($0) }
  private static let most = 20
  /// Directories looked at.
  private static let looked = 50_000

  static func all(of service: StartedService, in image: ImageModel) -> [WriteClaim] {
    guard image.runUser.outcome == .resolved, image.runUser.uid != 0 else { return [] }
    var tops = ["/var", "/run", "/app"]
    tops += [image.config.environment("HOME"), image.runUser.account?.home, image.config.workingDirectory]
      .compactMap { $0 }
    let above = tops.filter { $0.utf8.first == UInt8(ascii: "/") && $0 != "/" }.map { RootPath($0) }
    var found: [(depth: Int, path: RootPath)] = []
    for node in image.index.runUserWritableDirectories.prefix(looked) {
      let isNamed = names.contains(text(ofName: image.root.name(of: node)))
      guard isNamed || image.root.children(of: node).isEmpty else { continue }
      let path = image.root.path(of: node)
      guard above.contains(where: { path.isAtOrBelow($0) && path != $0 }),
        !scratch.contains(where: { path.isAtOrBelow($0) })
      else { continue }
      found.append((path.bytes.count { $0 == UInt8(ascii: "/") }, path))
    }
    found.sort { ($0.depth, $0.path) < ($1.depth, $1.path) }
    var out: [RootPath] = []
    for (_, path) in found where out.count < most && !out.contains(where: { path.isAtOrBelow($0) }) { out.append(path) }
    return out.map { path in
      WriteClaim(
        path.description, confidence: .hint, source: .permission, why: "uid \(image.runUser.uid) may write there")
    }
  }
}
