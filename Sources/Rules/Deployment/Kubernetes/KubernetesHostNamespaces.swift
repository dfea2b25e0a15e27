import Core
import Deployment

/// A pod that shares a namespace with its node.
///
/// Source: Kubernetes, pod security standards, host namespaces.
struct KubernetesHostNamespaces: KubernetesRule {
  static let info = RuleInfo(
    id: "K8S-HOSTNS", title: "pod shares a namespace of the node", severity: .high, subject: .deployment,
    what: "A pod with hostPID or hostIPC; hostNetwork is milder.",
    why: "In the node's namespaces a container sees and signals the node's processes, reads their shared memory, or "
      + "reaches services that listen on the node alone, such as the kubelet's.",
    fix: "take the line out",
    controls: [
      .securityHub("ECS.3"), .cis("5.9"), .cis("5.15"), .cis("5.16"), .trivy("KSV-0008"), .trivy("KSV-0009"),
      .trivy("KSV-0010"),
    ],
    examples: [
      .bad("processes", deployment: KubernetesExample.pod("", pod: "hostPID: true")),
      .bad("network", deployment: KubernetesExample.pod("", pod: "hostNetwork: true")),
      .good("not shared", deployment: KubernetesExample.pod("", pod: "hostPID: false")),
    ])

  private static let settings: [(key: String, what: String, severity: Severity)] = [
    ("hostPID", "process namespace", .high), ("hostIPC", "shared memory", .high), ("hostNetwork", "network", .medium),
  ]

  func findings(in workload: KubernetesWorkload, of context: DeploymentContext) -> [Finding] {
    guard !workload.isWindows else { return [] }
    return KubernetesHostNamespaces.settings.compactMap { key, what, severity in
      guard case .known(true, let place) = workload.pod.flag(key) else { return nil }
      return finding(
        "\(workload.label) shares the node's \(what): \(key) is true", at: place, in: context,
        identity: workload.label + " " + key, severity: severity, label: "the node's own",
        fix: context.member(key, .flag(false)))
    }
  }
}
