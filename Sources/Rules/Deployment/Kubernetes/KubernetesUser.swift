import Core
import Deployment
import RootFS

/// A container that may run as root, or that the kubelet will refuse to start.
///
/// Source: AWS ECS security runbook item 11; Kubernetes, pod security standards, `runAsNonRoot`.
struct KubernetesUser: KubernetesRule {
  static let info = RuleInfo(
    id: "K8S-USER", title: "container may run as root", severity: .high, subject: .deployment,
    what:
      "A container for which neither it nor its pod says `runAsNonRoot: true` or a `runAsUser` other than 0. With the "
      + "image at hand: its own user counts, and a user that is a name, which runAsNonRoot refuses.",
    why: "Who breaks out of the program is root in the container, and root with a kernel bug or a mounted host path is "
      + "root on the node. runAsNonRoot makes the kubelet refuse an image that starts as root.",
    fix: "securityContext: {runAsNonRoot: true, runAsUser: 10001, runAsGroup: 10001} at the pod or the container",
    controls: [.runbook(11), .securityHub("ECS.20"), .trivy("KSV-0012"), .trivy("KSV-0105")],
    examples: [
      .bad("not said", deployment: KubernetesExample.pod("")),
      .bad("uid 0", deployment: KubernetesExample.pod("securityContext: {runAsUser: 0}")),
      .bad(
        "a user's name with runAsNonRoot", deployment: KubernetesExample.pod("securityContext: {runAsNonRoot: true}"),
        config: #"{"User":"app"}"#, layers: [[ExampleFile("/etc/passwd", content: "app:x:1000:1000::/:/bin/sh\n")]]),
      .good("at the pod", deployment: KubernetesExample.pod("", pod: "securityContext: {runAsNonRoot: true}")),
      .good("a number", deployment: KubernetesExample.pod("securityContext: {runAsUser: 10001}")),
    ])

  func findings(in workload: KubernetesWorkload, of context: DeploymentContext) -> [Finding] {
    guard !workload.isWindows else { return [] }
    return workload.containers.compactMap { finding(in: $0, of: workload, context) }
  }

  private func finding(
    in container: KubernetesContainer, of workload: KubernetesWorkload, _ context: DeploymentContext
  ) -> Finding? {
    let nonRoot = workload.inherited(container) { $0.flag("runAsNonRoot") }
    let (label, identity) = (workload.label(container), workload.identity(container))
    switch workload.runAsUser(container) {
    case .known(0, let place):
      let isRefused = nonRoot.value == true
      return finding(
        isRefused
          ? "\(label) does not start: runAsUser is 0 and runAsNonRoot is true"
          : "\(label) runs as root: runAsUser is 0",
        at: place, in: context, identity: identity, label: "uid 0", fix: fix(container, workload, context))
    case .known: return nil
    case .unknown(let place):
      guard nonRoot.value != true else { return nil }
      return untold(container, workload, place, context)
    case .absent: break
    }
    let image = context.image(of: container, in: workload)
    switch nonRoot {
    case .known(true, let place): return refusal(container, workload, place, image, context)
    case .unknown(let place): return untold(container, workload, place, context)
    case .known(false, let place):
      return unguarded(container, workload, place, "runAsNonRoot is false and runAsUser is not set", image, context)
    case .absent:
      return unguarded(
        container, workload, container.anchor, "neither runAsNonRoot nor runAsUser is set", image, context)
    }
  }

  private func untold(
    _ container: KubernetesContainer, _ workload: KubernetesWorkload, _ place: DocumentValue,
    _ context: DeploymentContext
  ) -> Finding {
    let why = container.isPatch ? "without image it is a part of another file's container" : "not a literal value"
    return finding(
      "which user \(workload.label(container)) runs as could not be told", at: place, in: context,
      identity: workload.identity(container), severity: .info, evidence: [why])
  }

  /// What the kubelet does not start although the file says the right thing.
  private func refusal(
    _ container: KubernetesContainer, _ workload: KubernetesWorkload, _ place: DocumentValue, _ image: ImageModel?,
    _ context: DeploymentContext
  ) -> Finding? {
    guard let image, !image.isWindows else { return nil }
    let why: String
    if image.runUser.isRoot {
      why = "runAsNonRoot is true and the image starts as root"
    } else if image.runUser.isNamed {
      why = "runAsNonRoot is true and the image's user is the name \"\(UserText.clipped(image.runUser.raw))\""
    } else {
      return nil
    }
    return finding(
      "\(workload.label(container)) does not start: \(why)", at: place, in: context,
      identity: workload.identity(container), label: "the kubelet refuses it",
      evidence: [
        image.runUser.raw.isEmpty ? "the image sets no USER" : UserText.value(image.runUser),
        "the kubelet takes a number for a user that is not root, not a name",
      ], fix: fix(container, workload, context))
  }

  private func unguarded(
    _ container: KubernetesContainer, _ workload: KubernetesWorkload, _ place: DocumentValue, _ why: String,
    _ image: ImageModel?, _ context: DeploymentContext
  ) -> Finding {
    let label = workload.label(container)
    let identity = workload.identity(container)
    if let user = image?.ordinaryRunUser {
      return finding(
        "\(label) runs as uid \(user.uid) of its image, but nothing keeps another image from being root: \(why)",
        at: place, in: context, identity: identity, severity: .low, label: why, evidence: [UserText.value(user)],
        fix: fix(container, workload, context))
    }
    let isRoot = image?.runUser.isRoot ?? false
    return finding(
      isRoot ? "\(label) runs as root: \(why), and the image starts as root" : "\(label) may run as root: \(why)",
      at: place, in: context, identity: identity, label: why,
      evidence: image == nil ? ["the image was not looked at; without a user of its own it is root"] : [],
      fix: fix(container, workload, context))
  }

  private func fix(
    _ container: KubernetesContainer, _ workload: KubernetesWorkload, _ context: DeploymentContext
  ) -> String {
    let image = context.image(of: container, in: workload)
    // The image's own user is right; else any number.
    let own = image?.ordinaryRunUser.map { ($0.uid, $0.gid) }
    let suggested = image.map { SuggestedUser($0.accounts) }.map { ($0.uid, $0.gid) }
    let (uid, gid) = own ?? suggested ?? (10_001, 10_001)
    return context.securityFix(
      container, [("runAsNonRoot", .flag(true)), ("runAsUser", .number(uid)), ("runAsGroup", .number(gid))])
  }
}
