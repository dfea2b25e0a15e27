import Core

/// A Kubernetes object that has a pod.
public struct KubernetesWorkload: Sendable {
  /// Such as `Deployment`.
  public var kind: String
  /// `metadata.name`; nil when it is not known.
  public var name: String?
  /// The pod's `spec`.
  public var pod: DocumentValue
  public var containers: [KubernetesContainer]

  public init(kind: String, name: String?, pod: DocumentValue, containers: [KubernetesContainer]) {
    (self.kind, self.name, self.pod, self.containers) = (kind, name, pod, containers)
  }

  /// Such as `Deployment/shop`.
  public var title: String { name.map { "\(kind)/\($0)" } ?? kind }

  /// Whether it is surely for Windows nodes, where most of what is asked of Linux containers does not apply.
  public var isWindows: Bool {
    if let name = pod["os"]?["name"]?.text { return name == "windows" }
    guard let selector = pod["nodeSelector"] else { return false }
    return (selector["kubernetes.io/os"]?.text ?? selector["beta.kubernetes.io/os"]?.text) == "windows"
  }

  /// Whether it is a part that is put on top of another file: a container without an image is none.
  public var isPatch: Bool { containers.contains { $0.isPatch } }

  /// A setting of the container's `securityContext`, else of the pod's.
  public func inherited<Value>(
    _ container: KubernetesContainer, _ read: (DocumentValue) -> Setting<Value>
  ) -> Setting<Value> {
    let own = container.security(read)
    return own.isAbsent ? KubernetesContainer.setting(in: pod["securityContext"], read) : own
  }

  /// The host's paths among the pod's volumes, each with the volume's name.
  public var hostPaths: [(name: String, path: Setting<String>, volume: DocumentValue)] {
    (pod.items("volumes").value ?? []).compactMap { volume in
      guard let host = volume["hostPath"], !host.isNull else { return nil }
      return (volume["name"]?.text ?? "", host.text("path"), volume)
    }
  }
}
