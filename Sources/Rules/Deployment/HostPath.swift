import Core

/// What it means to mount a path of the host into a container.
///
/// Source: CIS Docker Benchmark 1.6.0, 5.5 and 5.31; Kubernetes, pod security standards, host path volumes.
enum HostPath {
  /// Why a mount is dangerous.
  struct Danger: Equatable {
    var severity: Severity
    /// Follows the path, such as `is the Docker daemon's socket: who can use it is root on the host`.
    var why: String
    /// Whether it is, or holds, a socket that rules the host's containers: a read-only mount is no protection.
    var isSocket = false
  }

  /// Sockets by their path below `/run`.
  private static let sockets: [String: String] = [
    "docker.sock": "the Docker daemon's socket", "containerd/containerd.sock": "containerd's socket",
    "crio/crio.sock": "the socket of CRI-O", "podman/podman.sock": "Podman's socket",
    "k3s/containerd/containerd.sock": "containerd's socket", "cri-dockerd.sock": "the Docker daemon's socket",
    "dockershim.sock": "the Docker daemon's socket", "buildkit/buildkitd.sock": "BuildKit's socket",
  ]
  /// Directories below `/run` that hold one.
  private static let socketDirectories: Set<String> = [
    "", "containerd", "crio", "podman", "k3s", "k3s/containerd", "buildkit",
  ]

  /// Files that only tell names, times and public certificates.
  private static let harmless: Set<String> = [
    "/etc/localtime", "/etc/timezone", "/etc/machine-id", "/etc/hostname", "/etc/hosts", "/etc/resolv.conf",
    "/etc/os-release", "/etc/passwd", "/etc/group", "/etc/ssl/certs", "/etc/pki/tls/certs", "/etc/pki/ca-trust",
    "/etc/ca-certificates", "/etc/nsswitch.conf", "/etc/fonts", "/etc/lsb-release",
    "/usr/share/zoneinfo", "/usr/share/ca-certificates",
  ]

  /// Directories that hold secrets or rule the host, however they are mounted.
  private static let ruling: [(path: String, what: String)] = [
    ("/var/lib/docker", "holds the files of all containers of the host"),
    ("/var/lib/containerd", "holds the files of all containers of the host"),
    ("/var/lib/containers", "holds the files of all containers of the host"),
    ("/var/lib/kubelet", "holds the secrets and keys of the node's pods"),
    ("/var/lib/etcd", "holds all objects and secrets of the cluster"),
    ("/var/lib/rancher", "holds the cluster's keys and the files of its containers"),
    ("/etc/shadow", "holds the password hashes of the host"), ("/etc/gshadow", "holds password hashes of the host"),
    ("/etc/sudoers", "says who becomes root on the host"), ("/etc/sudoers.d", "says who becomes root on the host"),
    ("/etc/ssh", "holds the host's keys"), ("/etc/ssl/private", "holds the host's keys"),
    ("/etc/pam.d", "says who may log in to the host"), ("/etc/systemd", "holds what the host starts as root"),
    ("/etc/cron.d", "holds what the host starts as root"), ("/etc/crontab", "holds what the host starts as root"),
    ("/etc/init.d", "holds what the host starts as root"), ("/etc/docker", "holds the Docker daemon's settings"),
    ("/etc/kubernetes", "holds the cluster's keys and manifests"), ("/etc/cni", "holds the node's network settings"),
    ("/etc/rancher", "holds the cluster's keys"), ("/root/.ssh", "holds keys of the host's root user"),
    ("/root/.aws", "holds keys of the host's root user"), ("/root/.kube", "holds keys of the host's root user"),
    ("/root/.docker", "holds keys of the host's root user"), ("/dev/mem", "is the host's memory"),
    ("/dev/kmem", "is the host's memory"), ("/dev/mapper", "holds the host's disks"),
    ("/opt/cni", "holds programs the node runs as root"),
  ]

  /// Directories that are the system's as a whole; what is below may be an application's own.
  private static let whole: [String: (what: String, readOnly: Severity)] = [
    "/etc": ("holds the host's accounts and settings", .high),
    "/root": ("holds the keys and files of the host's root user", .high),
    "/home": ("holds the keys and files of the host's users", .high),
    "/dev": ("holds the host's devices", .high), "/proc": ("shows the host's processes and kernel settings", .medium),
    "/sys": ("shows the host's devices and kernel settings", .medium), "/boot": ("holds the host's kernel", .medium),
    "/lib": ("holds the host's libraries", .medium), "/lib64": ("holds the host's libraries", .medium),
    "/lib/modules": ("holds the host's kernel modules", .low),
    "/usr/lib/modules": ("holds the host's kernel modules", .low), "/usr": ("holds the host's programs", .medium),
    "/usr/bin": ("holds the host's programs", .medium), "/usr/sbin": ("holds the host's programs", .medium),
    "/bin": ("holds the host's programs", .medium), "/sbin": ("holds the host's programs", .medium),
    "/var": ("holds the state of the host's services", .high),
    "/var/lib": ("holds the state of the host's services", .high),
  ]

  /// How bad it is to mount a path of the host; nil when nothing is known that speaks against it.
  ///
  /// - Parameter path: absolute, as written.
  static func danger(of path: String, isReadOnly: Bool) -> Danger? {
    let path = normalized(path)
    guard path.utf8.first == UInt8(ascii: "/") else { return nil }
    if path == "/" { return Danger(severity: .high, why: "is the whole file system of the host") }
    if let danger = socket(path) { return danger }
    if isHarmless(path) {
      return isReadOnly ? nil : Danger(severity: .low, why: "is the host's own and can be changed; reading is enough")
    }
    if let found = whole[path] {
      return Danger(severity: isReadOnly ? found.readOnly : .high, why: found.what)
    }
    if let found = ruling.first(where: { isAtOrBelow(path, $0.path) }) {
      // Collectors of logs and metrics read there.
      let isRead = isReadOnly && (isAtOrBelow(path, "/var/lib/docker") || isAtOrBelow(path, "/var/lib/containers"))
      return Danger(severity: isRead ? .medium : .high, why: found.what)
    }
    guard isAtOrBelow(path, "/proc") || isAtOrBelow(path, "/sys") else { return nil }
    return Danger(severity: isReadOnly ? .low : .high, why: "is a part of the host's kernel settings")
  }

  /// Whether a path only tells names, times or public certificates.
  static func isHarmless(_ path: String) -> Bool {
    let path = normalized(path)
    return harmless.contains { isAtOrBelow(path, $0) }
  }

  private static func socket(_ path: String) -> Danger? {
    let below: String? =
      if isAtOrBelow(path, "/var/run") {
        String(path.utf8.dropFirst(9))
      } else if isAtOrBelow(path, "/run") {
        String(path.utf8.dropFirst(5))
      } else {
        nil
      }
    guard let below else { return nil }
    if let what = sockets[below] {
      return Danger(severity: .high, why: "is \(what): who can use it is root on the host", isSocket: true)
    }
    if isUserSocket(below) {
      return Danger(severity: .high, why: "is a user's Docker or Podman socket: it rules containers", isSocket: true)
    }
    guard socketDirectories.contains(below) else { return nil }
    return Danger(severity: .high, why: "holds the sockets of the container runtime", isSocket: true)
  }

  /// `user/1000/docker.sock`, of daemons without root.
  private static func isUserSocket(_ below: String) -> Bool {
    below.utf8.starts(with: "user/".utf8) && (below.hasSuffix("/docker.sock") || below.hasSuffix("/podman.sock"))
  }

  private static func isAtOrBelow(_ path: String, _ parent: String) -> Bool {
    guard path.utf8.starts(with: parent.utf8) else { return false }
    return path.utf8.count == parent.utf8.count || path.utf8.dropFirst(parent.utf8.count).first == UInt8(ascii: "/")
  }

  /// Without double slashes, `.` and `..`, and without one at the end.
  static func normalized(_ path: String) -> String {
    guard path.utf8.first == UInt8(ascii: "/") else { return path }
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }
}
