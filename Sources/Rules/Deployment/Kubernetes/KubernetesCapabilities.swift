import Core
import Deployment

/// A container with capabilities it has not by default, or that keeps all it has.
///
/// Source: Kubernetes, pod security standards, capabilities; capabilities(7).
struct KubernetesCapabilities: KubernetesRule {
  static let info = RuleInfo(
    id: "K8S-CAP", title: "capabilities of the container", severity: .high, strictBelow: [.low: .medium],
    subject: .deployment,
    what:
      "A container to which capabilities are added beyond the runtime's default set, or that does not drop ALL. Adding "
      + "one of the default set after dropping ALL is the right way and no finding.",
    why: "Each capability is a part of root's rights; SYS_ADMIN, NET_ADMIN, SYS_MODULE and ALL lead out of the "
      + "container.",
    fix: "securityContext: {capabilities: {drop: [\"ALL\"]}}, and add with what the program is known to need",
    controls: [.cis("5.3"), .trivy("KSV-0003")],
    examples: [
      .bad(
        "added", deployment: KubernetesExample.pod("securityContext: {capabilities: {drop: [ALL], add: [SYS_ADMIN]}}")),
      .bad("none dropped", deployment: KubernetesExample.pod("")),
      .good(
        "all dropped, one of the default set back",
        deployment: KubernetesExample.pod("securityContext: {capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}}")),
    ])

  func findings(in workload: KubernetesWorkload, of context: DeploymentContext) -> [Finding] {
    guard !workload.isWindows else { return [] }
    // With `privileged` it has them all whatever is listed.
    return workload.containers.filter { $0.privileged.value != true }.flatMap {
      added($0, workload, context) + kept($0, workload, context)
    }
  }

  private func words(_ setting: Setting<[DocumentValue]>) -> [(text: String, place: DocumentValue)] {
    (setting.value ?? []).compactMap { item in item.scalarText.map { ($0, item) } }
  }

  private func added(
    _ container: KubernetesContainer, _ workload: KubernetesWorkload, _ context: DeploymentContext
  ) -> [Finding] {
    guard case .known(_, let list) = container.capabilities("add"),
      let found = AddedCapabilities(words(container.capabilities("add")))
    else { return [] }
    return [
      finding(
        "\(workload.label(container)) adds \(found.title)", at: found.place ?? list, in: context,
        identity: workload.identity(container) + " add", severity: found.severity, label: "beyond the default set",
        evidence: found.evidence, fix: "take \(found.names) out of add")
    ]
  }

  private func kept(
    _ container: KubernetesContainer, _ workload: KubernetesWorkload, _ context: DeploymentContext
  ) -> [Finding] {
    let setting = container.capabilities("drop")
    let dropped = words(setting).map { LinuxCapability.name($0.text) }
    let added = words(container.capabilities("add")).map { LinuxCapability.name($0.text) }
    guard !setting.isUnknown, (setting.value ?? []).count == dropped.count, !dropped.contains("ALL"),
      !added.contains("ALL")
    else { return [] }
    let what = dropped.isEmpty ? "keeps the default capabilities" : "keeps the default capabilities it does not list"
    let drop: (name: String, value: Snippet) = ("drop", .list([.text("ALL")]))
    let fix: String
    if container.value["securityContext"]?["capabilities"]?.members?.isEmpty == false {
      fix = context.member(drop.name, drop.value) + " in capabilities"
    } else {
      fix = context.securityFix(container, [("capabilities", .object([drop]))])
    }
    return [
      finding(
        "\(workload.label(container)) \(what): drop has no ALL", at: setting.place ?? container.anchor, in: context,
        identity: workload.identity(container) + " drop", severity: .low, label: "ALL is not dropped", fix: fix)
    ]
  }
}
