import Core
import ImageArchive
import ReadOnlyRoot
import RootFS

/// Directories of services below /run, which a tmpfs on /run would hide.
///
/// Source: image-checks.md section 8.
struct ReadOnlyPidDirectory: ImageRule {
  static let info = RuleInfo(
    id: "IMG-RO-PIDDIR", title: "a tmpfs on /run hides directories of services", severity: .low,
    what: "/run (or /var/run) of the image has directories of services: known ones, or such as do not belong to root.",
    why:
      "A read-only root usually gets an empty tmpfs on /run. The directories are gone then, with their owners, and the "
      + "service cannot write its pid file or socket.",
    fix: "mount a tmpfs at each directory instead of /run, or let the entrypoint make them",
    controls: [.runbook(12), .securityHub("ECS.5")],
    examples: [
      .bad("MySQL's directory", layers: [[.directory("/run/mysqld", uid: 999, gid: 999)]]),
      .bad("through /var/run", layers: [[.directory("/run/php"), .symlink("/var/run", to: "/run")]]),
      .good("only the system's own", layers: [[.directory("/run/lock", mode: 0o1777), .directory("/run/systemd")]]),
      .good("a volume", config: #"{"Volumes":{"/run/mysqld":{}}}"#, layers: [[.directory("/run/mysqld", uid: 999)]]),
    ])

  /// Directories below /run that the table's services and the distributions' packages make, owned by root or not.
  private static let services: Set<String> = [
    "apache2", "clamav", "haproxy", "httpd", "jetty", "mysqld", "named", "nginx", "openresty", "php", "php-fpm",
    "postgresql", "redis", "sshd", "supervisor",
  ]
  /// Directories below /run of init systems and container tools.
  private static let system: Set<String> = [
    "lock", "log", "mount", "secrets", "shm", "systemd", "udev", "user", "credentials", "s6", "openrc",
  ]

  func findings(in image: ImageModel) -> [Finding] {
    guard !image.isWindows else { return [] }
    let cover = WritableCover(of: image)
    var seen: Set<NodeID> = []
    var out: [NodeID] = []
    for run in ["/run", "/var/run"].compactMap({ image.directory($0) }) where seen.insert(run).inserted {
      out += image.root.children(of: run).filter { isOfService($0, image) && !cover.contains(image.root.path(of: $0)) }
    }
    guard let first = out.first else { return [] }
    let shown = out.prefix(20)
    let names = out.prefix(5).map { image.root.path(of: $0).description }.joined(separator: ", ")
    let rest = out.count > 5 ? " and \(out.count - 5) more" : ""
    let mounts = out.prefix(5).map { node in
      let info = image.root.info(node)
      return "--tmpfs \(image.root.path(of: node)):uid=\(info.uid),gid=\(info.gid),mode=\(info.octalMode)"
    }
    return [
      finding(
        "a tmpfs on /run hides \(names)\(rest)", at: image.place(of: first),
        evidence: shown.map { node in
          let detail = image.detail(of: node)
          return "\(detail.mode) \(detail.owner) \(image.root.path(of: node))"
        }, fix: mounts.joined(separator: " ")
      ).identified(by: "")
    ]
  }

  private func isOfService(_ node: NodeID, _ image: ImageModel) -> Bool {
    let info = image.root.info(node)
    guard info.kind == .directory else { return false }
    let name = text(ofName: image.root.name(of: node))
    if ReadOnlyPidDirectory.system.contains(name) { return false }
    return ReadOnlyPidDirectory.services.contains(name) || info.uid != 0 || info.gid != 0
  }
}
