import Core
import Deployment

/// A container without a seccomp profile.
///
/// Source: Kubernetes, pod security standards, seccomp: nothing said means Unconfined unless the kubelet says otherwise.
struct KubernetesSeccomp: KubernetesRule {
  static let info = RuleInfo(
    id: "K8S-SECCOMP", title: "no seccomp profile", severity: .low, strict: .medium, subject: .deployment,
    what: "A container for which neither it nor its pod gives a seccompProfile, or one that gives Unconfined.",
    why: "The runtime's profile keeps some 40 system calls away from the container, through which most ways out of one "
      + "have led. Kubernetes does not use it unless it is told.",
    fix: "securityContext: {seccompProfile: {type: RuntimeDefault}} at the pod",
    controls: [.cis("5.21"), .trivy("KSV-0030"), .trivy("KSV-0104")],
    examples: [
      .bad("not said", deployment: KubernetesExample.pod("")),
      .bad("off", deployment: KubernetesExample.pod("securityContext: {seccompProfile: {type: Unconfined}}")),
      .good(
        "at the pod",
        deployment: KubernetesExample.pod("", pod: "securityContext: {seccompProfile: {type: RuntimeDefault}}")),
      .good(
        "a profile of its own",
        deployment: KubernetesExample.pod(
          "securityContext: {seccompProfile: {type: Localhost, localhostProfile: profiles/app.json}}")),
    ])

  func findings(in workload: KubernetesWorkload, of context: DeploymentContext) -> [Finding] {
    guard !workload.isWindows else { return [] }
    return workload.containers.compactMap { container -> Finding? in
      // A privileged container has no profile whatever is said.
      guard container.privileged.value != true else { return nil }
      let profile = workload.inherited(container) { context -> Setting<String> in
        guard let profile = context["seccompProfile"], !profile.isNull else { return .absent }
        return profile.text("type")
      }
      let fix = context.securityFix(container, [("seccompProfile", .object([("type", .text("RuntimeDefault"))]))])
      switch profile {
      case .known("Unconfined", let place):
        return finding(
          "\(workload.label(container)) runs without a seccomp profile: the type is Unconfined", at: place, in: context,
          identity: workload.identity(container), severity: .high, label: "protection is off", fix: fix)
      case .absent:
        return finding(
          "\(workload.label(container)) has no seccomp profile", at: container.anchor, in: context,
          identity: workload.identity(container), label: "seccompProfile is not set", fix: fix)
      case .known, .unknown: return nil
      }
    }
  }
}
