import Core
import Deployment

/// A service that shares a namespace with the host.
///
/// Source: Compose Specification, services `pid`, `ipc`, `network_mode`, `userns_mode`, `uts`.
struct ComposeHostNamespaces: ComposeRule {
  static let info = RuleInfo(
    id: "CMP-HOSTNS", title: "service shares a namespace of the host", severity: .high, subject: .deployment,
    what: "A service with `host` for pid or ipc; for network_mode and userns_mode it is milder, for uts a remark.",
    why: "In the host's namespaces a container sees and signals the host's processes, reads their shared memory, or "
      + "reaches services that listen on the host alone.",
    fix: "take the line out; publish ports with ports:",
    controls: [.cis("5.9"), .cis("5.15"), .cis("5.16"), .cis("5.30"), .securityHub("ECS.3"), .trivy("KSV-0010")],
    examples: [
      .bad("processes", deployment: "services:\n  web:\n    image: example:1\n    pid: host\n"),
      .bad("network", deployment: "services:\n  web:\n    image: example:1\n    network_mode: host\n"),
      .good(
        "another service's", deployment: "services:\n  web:\n    image: example:1\n    network_mode: service:vpn\n"),
      .good("nothing shared", deployment: "services:\n  web:\n    image: example:1\n"),
    ])

  private static let settings: [(key: String, what: String, severity: Severity)] = [
    ("pid", "process namespace", .high), ("ipc", "shared memory", .high), ("network_mode", "network", .medium),
    ("userns_mode", "user namespace", .medium), ("uts", "host name", .low),
  ]

  func findings(in service: ComposeService, of project: ComposeProject, _ context: DeploymentContext) -> [Finding] {
    ComposeHostNamespaces.settings.compactMap { key, what, severity in
      guard case .known("host", let place) = service.text(key) else { return nil }
      return finding(
        "\(service.label) shares the host's \(what): \(key) is host", at: place, in: context,
        identity: service.name + " " + key, severity: severity, label: "the host's own",
        fix: key == "network_mode"
          ? "take out network_mode: host and publish the ports with ports" : "take out \(key): host")
    }
  }
}
