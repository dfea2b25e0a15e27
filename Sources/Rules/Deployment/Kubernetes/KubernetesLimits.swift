import Core
import Deployment

/// A container without a limit for its memory, or without any word on its share of processors.
///
/// Source: Kubernetes, resource management for pods and containers.
struct KubernetesLimits: KubernetesRule {
  static let info = RuleInfo(
    id: "K8S-LIMITS", title: "no resource limits", severity: .medium, subject: .deployment,
    what:
      "A container without resources.limits.memory, at the pod neither. Milder: an init container without it, and a "
      + "container with neither a limit nor a request for cpu. A LimitRange of the namespace is not seen.",
    why: "One container can take all memory of its node and make the kubelet stop others.",
    fix: "resources: {requests: {cpu: \"100m\", memory: \"128Mi\"}, limits: {memory: \"256Mi\"}} with measured numbers",
    controls: [.cis("5.10"), .cis("5.11"), .trivy("KSV-0011"), .trivy("KSV-0018")],
    examples: [
      .bad("nothing", deployment: KubernetesExample.pod("")),
      .bad("requests alone", deployment: KubernetesExample.pod("resources: {requests: {memory: 64Mi, cpu: 10m}}")),
      .good(
        "memory limit and cpu request",
        deployment: KubernetesExample.pod("resources: {limits: {memory: 64Mi}, requests: {cpu: 10m}}")),
    ])

  func findings(in workload: KubernetesWorkload, of context: DeploymentContext) -> [Finding] {
    // Resources cannot be given to ephemeral containers.
    workload.containers.filter { $0.role != .ephemeralContainers && !$0.isPatch }.compactMap {
      finding(in: $0, of: workload, context)
    }
  }

  private func finding(
    in container: KubernetesContainer, of workload: KubernetesWorkload, _ context: DeploymentContext
  ) -> Finding? {
    let hasMemory = says("memory", ["limits"], container, workload)
    let hasCPU = says("cpu", ["limits", "requests"], container, workload)
    guard !hasMemory || !hasCPU else { return nil }
    let place = container.value["resources"].flatMap { $0.members?.isEmpty == false ? $0 : nil } ?? container.anchor
    let isShort = container.role == .initContainers && !container.isSidecar
    let limits: [(name: String, value: Snippet)] = [("limits", .object([("memory", .text("256Mi"))]))]
    let requests: [(name: String, value: Snippet)] = [("requests", .object([("cpu", .text("100m"))]))]
    let members = (hasMemory ? [] : limits) + (hasCPU ? [] : requests)
    let fix =
      place.path == container.anchor.path
      ? context.member("resources", .object(members))
      : members.map { context.member($0.name, $0.value) }.joined(separator: ", ") + " in resources"
    return finding(
      hasMemory
        ? "\(workload.label(container)) has neither a limit nor a request for cpu"
        : "\(workload.label(container)) has no memory limit",
      at: place, in: context, identity: workload.identity(container), severity: isShort || hasMemory ? .low : .medium,
      label: "no limit", fix: fix + " with measured numbers")
  }

  /// Whether a resource is given, or may be: what is not known counts.
  private func says(
    _ resource: String, _ kinds: [String], _ container: KubernetesContainer, _ workload: KubernetesWorkload
  ) -> Bool {
    [container.value["resources"], workload.pod["resources"]].contains { resources in
      guard let resources, !resources.isNull else { return false }
      return resources.unknown != nil
        || kinds.contains { kind in
          guard let given = resources[kind], !given.isNull else { return false }
          return given.unknown != nil || given[resource].map { !$0.isNull } ?? false
        }
    }
  }
}
