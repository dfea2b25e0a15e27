import Core

/// Finds what has a pod among the objects of a Kubernetes file.
public enum KubernetesReader {
  /// The workloads of a file's documents, in their order.
  ///
  /// Besides the kinds of Kubernetes itself every object counts that has a pod where a Deployment has it.
  ///
  /// - Complexity: O(objects and containers).
  public static func read(_ roots: [DocumentValue]) -> [KubernetesWorkload] {
    var out: [KubernetesWorkload] = []
    // A list may hold lists; the objects still to be looked at, the next one last.
    var open = Array(roots.reversed())
    while let object = open.popLast() {
      guard object.members != nil else { continue }
      if let items = object["items"]?.list, object["spec"] == nil {
        open += items.reversed()
      } else if let found = workload(object) {
        out.append(found)
      }
    }
    return out
  }

  private static func workload(_ object: DocumentValue) -> KubernetesWorkload? {
    guard let kind = object["kind"]?.text, let pod = pod(of: object, kind) else { return nil }
    let roles: [KubernetesContainer.Role] = [.initContainers, .containers, .ephemeralContainers]
    let containers = roles.flatMap { role in
      (pod[role.rawValue]?.list ?? []).enumerated().compactMap { index, value in
        value.members == nil ? nil : KubernetesContainer(role: role, value: value, index: index)
      }
    }
    guard !containers.isEmpty else { return nil }
    let metadata = object["metadata"]
    return KubernetesWorkload(
      kind: kind, name: metadata?["name"]?.scalarText ?? metadata?["generateName"]?.scalarText, pod: pod,
      containers: containers)
  }

  private static func pod(of object: DocumentValue, _ kind: String) -> DocumentValue? {
    let found: DocumentValue? =
      switch kind {
      case "Pod": object["spec"]
      case "CronJob": object["spec"]?["jobTemplate"]?["spec"]?["template"]?["spec"]
      case "PodTemplate": object["template"]?["spec"]
      default: object["spec"]?["template"]?["spec"]
      }
    return found.flatMap { $0.members == nil ? nil : $0 }
  }
}
