/// Groups whose members can get at more than an ordinary user.
///
/// Source: Debian base-passwd, users-and-groups; Docker, "Manage Docker as a non-root user"; LXD, "Security". Gid 0 is
/// not here: IMG-USER-GID0 judges it.
enum PrivilegedGroups {
  /// What membership opens, by group name.
  static let reasons: [String: String] = [
    "adm": "reads the system's logs",
    "disk": "reads and writes raw disks",
    "docker": "controls the Docker daemon, which is root on the host",
    "kmem": "reads the kernel's memory",
    "lxd": "controls the LXD daemon, which is root on the host",
    "root": "owns the system's files as a group",
    "shadow": "reads the password hashes",
    "sudo": "may become root with sudo",
    "tty": "writes to other users' terminals",
    "video": "reads frame buffers and graphics devices",
    "wheel": "may become root with su or sudo",
  ]
}
