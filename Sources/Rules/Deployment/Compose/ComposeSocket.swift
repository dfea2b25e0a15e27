import Core
import Deployment

/// A service that has the host's container socket or a system directory.
///
/// Source: CIS Docker Benchmark, 5.5 and 5.31; Compose Specification, services `volumes`, `use_api_socket`.
struct ComposeSocket: ComposeRule {
  static let info = RuleInfo(
    id: "CMP-SOCK", title: "host socket or system directory in the service", severity: .high, subject: .deployment,
    what:
      "A service that mounts the socket of Docker or another container runtime, or a directory of the host's system, "
      + "also by a named volume that is bound to one. Read-only mounts of kernel directories are milder.",
    why: "Who can use the socket starts a container with the host's root file system: a read-only mount does not help, "
      + "since what counts are the requests. System directories hold keys and settings of the host.",
    fix: "take the mount out; for the socket, use a proxy that lets only the needed requests through",
    controls: [.cis("5.5"), .cis("5.31"), .trivy("KSV-0006"), .trivy("KSV-0023")],
    examples: [
      .bad(
        "the socket",
        deployment:
          "services:\n  ci:\n    image: example:1\n    volumes: [\"/var/run/docker.sock:/var/run/docker.sock:ro\"]\n"),
      .bad(
        "the host's root",
        deployment:
          "services:\n  mon:\n    image: example:1\n    volumes:\n      - {type: bind, source: /, target: /host}\n"),
      .good(
        "own data",
        deployment:
          "services:\n  web:\n    image: example:1\n    volumes: [\"./data:/data\", \"/etc/localtime:/etc/localtime:ro\"]\n"
      ),
    ])

  func findings(in service: ComposeService, of project: ComposeProject, _ context: DeploymentContext) -> [Finding] {
    var out: [Finding] = []
    for volume in service.mounts where volume.kind != .tmpfs {
      guard let source = volume.source, let path = hostPath(volume, source, project),
        let danger = HostPath.danger(of: path, isReadOnly: volume.isReadOnly)
      else { continue }
      let shown = ClippedText.clipped(HostPath.normalized(path))
      out.append(
        finding(
          "\(service.label) mounts \(shown) of the host, which \(danger.why)", at: volume.value, in: context,
          identity: service.name + " " + shown, severity: danger.severity,
          label: danger.isSocket ? "root on the host" : "the host's own",
          evidence: danger.isSocket && volume.isReadOnly
            ? ["a read-only mount is no protection: requests can be sent all the same"] : [],
          fix: danger.isSocket
            ? "take the mount out, or give a socket proxy that lets only the needed requests through"
            : "take the mount out, or mount only the file that is needed, read-only"))
    }
    if case .known(true, let place) = service.flag("use_api_socket") {
      out.append(
        finding(
          "\(service.label) has the container engine's socket: use_api_socket is true", at: place, in: context,
          identity: service.name + " use_api_socket", label: "root on the host", fix: "take out use_api_socket: true"))
    }
    return out
  }

  private func hostPath(_ volume: ComposeVolume, _ source: String, _ project: ComposeProject) -> String? {
    switch volume.kind {
    case .bind: source
    case .volume: project.boundVolumes[source]
    case .tmpfs, .other: nil
    }
  }
}
