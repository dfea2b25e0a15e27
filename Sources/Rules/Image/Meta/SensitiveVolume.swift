import Core

/// Directories that must come from the image or the host's kernel, not from a volume.
///
/// Source: Filesystem Hierarchy Standard 3.0; runbook item 12.
enum SensitiveVolume {
  /// Everything at or below these.
  private static let trees: [String] = [
    "/bin", "/boot", "/dev", "/etc", "/lib", "/lib32", "/lib64", "/libx32", "/proc", "/root", "/run/containerd",
    "/run/docker.sock", "/sbin", "/sys", "/usr/bin", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libexec",
    "/usr/libx32",
    "/usr/local/bin", "/usr/local/lib", "/usr/local/sbin", "/usr/sbin", "/var/run/containerd", "/var/run/docker.sock",
  ]

  /// Only these themselves: images keep data below /usr/share, /usr/src and /usr/local.
  private static let exact: Set<String> = ["/", "/usr", "/usr/local"]

  /// The sensitive directory that a volume covers or lies in; nil when there is none.
  static func match(_ path: RootPath) -> String? {
    let text = path.description
    if exact.contains(text) { return text }
    return trees.first { path.isAtOrBelow(RootPath($0)) }
  }
}
