import Core

/// What is known of the capabilities a container can be given.
///
/// Source: capabilities(7); the default set of containerd and Docker; ECS API, KernelCapabilities.
enum LinuxCapability {
  /// The name as the ECS API and Kubernetes write it: in capitals, without `CAP_`.
  static func name(_ text: String) -> String {
    let name = text.uppercased()
    return name.utf8.starts(with: "CAP_".utf8) ? String(name.utf8.dropFirst(4)) ?? name : name
  }

  /// What a container has when nothing is said: to name one of these takes no isolation away.
  private static let runtimeDefaults: Set<String> = [
    "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "NET_RAW",
    "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
  ]

  /// Those that are as good as root on the host, or on its network.
  private static let hostLike: Set<String> = ["ALL", "NET_ADMIN", "SYS_ADMIN", "SYS_MODULE"]

  /// Whether a container has it when nothing is said.
  static func isRuntimeDefault(_ name: String) -> Bool { runtimeDefaults.contains(name) }

  /// How bad it is to add one; nil for those a container has anyway.
  ///
  /// - Parameter name: as `name(_:)` gives it.
  static func severity(ofAdding name: String) -> Severity? {
    if hostLike.contains(name) { return .critical }
    return runtimeDefaults.contains(name) ? nil : .high
  }

  /// What one allows, in words that follow "it"; nil for those without a word of their own.
  static func power(of name: String) -> String? {
    switch name {
    case "ALL": "is every right there is"
    case "SYS_ADMIN": "allows mounts and most of what leads out of a container"
    case "NET_ADMIN": "allows to change interfaces, routes and firewall rules"
    case "SYS_MODULE": "allows to load kernel modules, which run in the host's kernel"
    case "SYS_PTRACE": "allows to read and change other processes of the container"
    case "SYS_RAWIO": "allows access to the host's memory and input/output ports"
    case "DAC_READ_SEARCH": "allows to open files of the host by their handle"
    case "BPF", "PERFMON": "allows programs inside the host's kernel"
    case "SYS_TIME": "allows to set the host's clock"
    case "SYS_BOOT": "allows to restart the host"
    case "SYSLOG": "allows to read the host's kernel log"
    default: nil
    }
  }
}
