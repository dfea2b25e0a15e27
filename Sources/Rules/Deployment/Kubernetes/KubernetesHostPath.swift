import Core
import Deployment

/// A pod with a path of its node.
///
/// Source: Kubernetes, pod security standards, hostPath volumes.
struct KubernetesHostPath: KubernetesRule {
  static let info = RuleInfo(
    id: "K8S-HOSTPATH", title: "path of the node in the pod", severity: .high, subject: .deployment,
    what:
      "A hostPath volume: high for the container runtime's socket and for directories of the node's system, milder for "
      + "those that are only read or hold other data; nothing for the time zone and public certificates when read-only.",
    why: "Who can use the runtime's socket, or write to the node's system, is root on the node: a read-only mount of a "
      + "socket does not help. Any hostPath ties the pod to a node's files.",
    fix: "take the volume out, or use emptyDir, configMap or a persistentVolumeClaim",
    controls: [.cis("5.5"), .cis("5.31"), .trivy("KSV-0006"), .trivy("KSV-0023")],
    examples: [
      .bad(
        "the socket",
        deployment: KubernetesExample.pod("", pod: "volumes: [{name: d, hostPath: {path: /var/run/docker.sock}}]")),
      .bad("data", deployment: KubernetesExample.pod("", pod: "volumes: [{name: d, hostPath: {path: /srv/data}}]")),
      .good("empty", deployment: KubernetesExample.pod("", pod: "volumes: [{name: d, emptyDir: {}}]")),
      .good(
        "the time zone",
        deployment: KubernetesExample.pod(
          "volumeMounts: [{name: tz, mountPath: /etc/localtime, readOnly: true}]",
          pod: "volumes: [{name: tz, hostPath: {path: /etc/localtime}}]")),
    ])

  func findings(in workload: KubernetesWorkload, of context: DeploymentContext) -> [Finding] {
    guard !workload.isWindows else { return [] }
    let hostPaths = workload.hostPaths
    guard !hostPaths.isEmpty else { return [] }
    let readOnly = KubernetesHostPath.readOnlyVolumes(workload)
    return hostPaths.compactMap { name, path, volume in
      guard case .known(let text, let place) = path else { return nil }
      let isReadOnly = readOnly.contains(name)
      let shown = ClippedText.clipped(HostPath.normalized(text))
      let danger = HostPath.danger(of: text, isReadOnly: isReadOnly)
      // What is harmless to read has no danger then.
      if danger == nil, HostPath.isHarmless(text) { return nil }
      let what = danger.map { "which \($0.why)" } ?? "which ties it to the node's files"
      let isSocket = danger?.isSocket ?? false
      return finding(
        "\(workload.label) mounts \(shown) of the node, \(what)", at: place, in: context,
        identity: "\(workload.label) \(shown)", severity: danger?.severity ?? .medium,
        label: isSocket ? "root on the node" : "the node's own",
        evidence: isSocket && isReadOnly
          ? ["a read-only mount is no protection: requests can be sent all the same"] : [],
        fix: "take the volume \(ClippedText.clipped(name)) out, or use emptyDir, configMap or a persistentVolumeClaim")
    }
  }

  /// Names of volumes that containers mount, all of them read-only.
  private static func readOnlyVolumes(_ workload: KubernetesWorkload) -> Set<String> {
    var (mounted, written): (Set<String>, Set<String>) = ([], [])
    for container in workload.containers {
      for mount in container.value.items("volumeMounts").value ?? [] {
        guard let name = mount["name"]?.text else { continue }
        mounted.insert(name)
        if mount["readOnly"]?.flagValue != true { written.insert(name) }
      }
    }
    return mounted.subtracting(written)
  }
}
