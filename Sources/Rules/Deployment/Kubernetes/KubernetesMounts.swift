import Deployment

/// Where a container can write because a volume is mounted there.
struct KubernetesMounts {
  private(set) var writable: [String] = []
  /// Whether there may be mounts of which nothing is known.
  private(set) var hasUnknown = false

  /// Volumes that are read-only whatever the mount says. Source: Kubernetes API, Volume.
  private static let readOnlyVolumes = ["configMap", "secret", "projected", "downwardAPI", "image"]

  init(_ container: KubernetesContainer, _ workload: KubernetesWorkload) {
    let volumes = workload.pod.items("volumes")
    var readOnly: Set<String> = []
    for volume in volumes.value ?? [] {
      guard let name = volume["name"]?.text else { continue }
      if KubernetesMounts.readOnlyVolumes.contains(where: { volume.member($0) != nil }) { readOnly.insert(name) }
    }
    let mounts = container.value.items("volumeMounts")
    hasUnknown = volumes.isUnknown || mounts.isUnknown || container.isPatch
    for mount in mounts.value ?? [] {
      guard let path = mount["mountPath"]?.text else {
        hasUnknown = true
        continue
      }
      guard mount["readOnly"]?.flagValue != true, !readOnly.contains(mount["name"]?.text ?? "") else { continue }
      writable.append(path)
    }
  }
}
