import Core
import Deployment

/// A container with all rights of the node.
///
/// Source: Kubernetes, pod security standards, privileged containers.
struct KubernetesPrivileged: KubernetesRule {
  static let info = RuleInfo(
    id: "K8S-PRIV", title: "container is privileged", severity: .critical, subject: .deployment,
    what: "A container with `privileged: true` in its securityContext.",
    why: "A privileged container has all capabilities and all devices of the node and no seccomp or AppArmor profile: "
      + "root in it is root on the node.",
    fix: "securityContext: {privileged: false}; give the one capability that is needed",
    controls: [.cis("5.4"), .securityHub("ECS.4"), .trivy("KSV-0017")],
    examples: [
      .bad("privileged", deployment: KubernetesExample.pod("securityContext: {privileged: true}")),
      .good("not privileged", deployment: KubernetesExample.pod("securityContext: {privileged: false}")),
      .good("not said", deployment: KubernetesExample.pod("")),
    ])

  func findings(in workload: KubernetesWorkload, of context: DeploymentContext) -> [Finding] {
    guard !workload.isWindows else { return [] }
    return workload.containers.compactMap { container -> Finding? in
      guard case .known(true, let place) = container.privileged else { return nil }
      return finding(
        "\(workload.label(container)) is privileged: root in it is root on the node", at: place, in: context,
        identity: workload.identity(container), label: "all rights of the node",
        fix: context.member("privileged", .flag(false)))
    }
  }
}
