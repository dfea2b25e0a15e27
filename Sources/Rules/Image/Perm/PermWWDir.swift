import Core
import RootFS

/// Directories that anyone may write into and that are not sticky.
///
/// Source: inode(7), "The sticky bit"; CIS Distribution Independent Linux Benchmark, "Ensure sticky bit is set on all
/// world-writable directories", applied to an image.
struct PermWWDir: ImageRule {
  static let info = RuleInfo(
    id: "IMG-PERM-WW-DIR", title: "directory that anyone may write into", severity: .medium,
    what: "Directories with the write bit for others and without the sticky bit, outside volumes. High where the "
      + "directory is in PATH, a library directory or /etc, or above one of PATH; low when only root can get to it.",
    why: "Any user can rename and delete the files of all others there and put own ones in their place.",
    fix: "RUN chmod o-w PATH   or, for a directory of temporary files, chmod 1777 PATH",
    controls: [.runbook(10), .cwe(732)],
    examples: [
      .bad("anyone", layers: [[.directory("/srv/data", mode: 0o777)]]),
      .bad("/tmp without the sticky bit", layers: [[.directory("/tmp", mode: 0o777)]]),
      .good("sticky", layers: [[.directory("/tmp", mode: 0o1777)]]),
      .good("in a volume", config: #"{"Volumes":{"/srv/data":{}}}"#, layers: [[.directory("/srv/data", mode: 0o777)]]),
    ])

  private static let temporary = Set(["/tmp", "/var/tmp", "/run/lock", "/var/lock", "/dev/shm"].map { RootPath($0) })

  func findings(in image: ImageModel) -> [Finding] {
    guard image.hasPermissions, !image.index.worldWritableDirectories.isEmpty else { return [] }
    let trusted = TrustedPlaces(image)
    return image.index.worldWritableDirectories.compactMap { node in
      let path = image.root.path(of: node)
      guard !image.isInVolume(path), !image.isHiddenByMount(path) else { return nil }
      var (severity, reason) = (Severity.medium, trusted.reason(forDirectory: path))
      if !image.isReachable(node) {
        (severity, reason) = (.low, "a directory above it keeps others out")
      } else if reason != nil {
        severity = .high
      }
      return finding(
        "\(path) may be written into by anyone and is not sticky", at: image.place(of: node), severity: severity,
        evidence: [image.permissionLine(of: node)] + (reason.map { [$0] } ?? []),
        fix: path.run(Self.temporary.contains(path) ? "chmod 1777" : "chmod o-w"), detail: image.detail(of: node))
    }
  }
}
