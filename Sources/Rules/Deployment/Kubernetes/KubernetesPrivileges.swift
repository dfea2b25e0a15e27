import Core
import Deployment

/// A container whose processes can gain rights by setuid programs.
///
/// Source: Kubernetes API, SecurityContext.allowPrivilegeEscalation: true when nothing is said.
struct KubernetesPrivileges: KubernetesRule {
  static let info = RuleInfo(
    id: "K8S-NNP", title: "privilege escalation is allowed", severity: .low, strict: .medium, subject: .deployment,
    what: "A container without `allowPrivilegeEscalation: false` in its securityContext.",
    why: "With it setuid programs and file capabilities give no rights, so a user in the container cannot become root "
      + "by them.",
    fix: "securityContext: {allowPrivilegeEscalation: false}",
    controls: [.cis("5.25"), .runbook(10), .trivy("KSV-0001")],
    examples: [
      .bad("not said", deployment: KubernetesExample.pod("")),
      .bad("allowed", deployment: KubernetesExample.pod("securityContext: {allowPrivilegeEscalation: true}")),
      .good("not allowed", deployment: KubernetesExample.pod("securityContext: {allowPrivilegeEscalation: false}")),
    ])

  func findings(in workload: KubernetesWorkload, of context: DeploymentContext) -> [Finding] {
    guard !workload.isWindows else { return [] }
    return workload.containers.compactMap { container -> Finding? in
      guard container.privileged.value != true else { return nil }
      let (place, why): (DocumentValue, String)
      switch container.allowPrivilegeEscalation {
      case .absent: (place, why) = (container.anchor, "allowPrivilegeEscalation is not set")
      case .known(true, let value): (place, why) = (value, "allowPrivilegeEscalation is true")
      case .known, .unknown: return nil
      }
      return finding(
        "processes of \(workload.label(container)) can gain rights: \(why)", at: place, in: context,
        identity: workload.identity(container), label: "setuid programs give rights",
        fix: context.securityFix(container, [("allowPrivilegeEscalation", .flag(false))]))
    }
  }
}
