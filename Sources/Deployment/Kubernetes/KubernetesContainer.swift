import Core

/// A container of a pod.
public struct KubernetesContainer: Sendable {
  /// The list it stands in.
  public enum Role: String, Sendable { case containers, initContainers, ephemeralContainers }
  public var role: Role
  public var value: DocumentValue
  public var index: Int

  public init(role: Role, value: DocumentValue, index: Int) {
    (self.role, self.value, self.index) = (role, value, index)
  }

  public var name: String? { value["name"]?.text }

  /// What messages call it, such as `init container "migrate"`.
  public var title: String {
    let what =
      switch role {
      case .containers: "container"
      case .initContainers: isSidecar ? "sidecar container" : "init container"
      case .ephemeralContainers: "ephemeral container"
      }
    return name.map { "\(what) \"\($0)\"" } ?? "\(what) \(index)"
  }

  /// Where a finding about something that is missing stands: the container's name, else its beginning.
  public var anchor: DocumentValue { value["name"] ?? value }

  public var image: Setting<String> { value.text("image") }

  /// Whether it runs beside the others although it is started first. Source: Kubernetes 1.29, sidecar containers.
  public var isSidecar: Bool { role == .initContainers && value["restartPolicy"]?.text == "Always" }

  /// Whether it is a part of a patch: every container has an image.
  public var isPatch: Bool { value["image"]?.isNull ?? true }

  /// A setting of its `securityContext`, without what the pod says; for a patch what is missing is unknown.
  public func security<Value>(_ read: (DocumentValue) -> Setting<Value>) -> Setting<Value> {
    let found = KubernetesContainer.setting(in: value["securityContext"], read)
    return found.isAbsent && isPatch ? .unknown(at: anchor) : found
  }

  /// A setting of an object that may be missing or unknown itself.
  static func setting<Value>(
    in object: DocumentValue?, _ read: (DocumentValue) -> Setting<Value>
  ) -> Setting<Value> {
    guard let object, !object.isNull else { return .absent }
    return read(object)
  }

  public var privileged: Setting<Bool> { security { $0.flag("privileged") } }
  public var readOnlyRootFilesystem: Setting<Bool> { security { $0.flag("readOnlyRootFilesystem") } }
  public var allowPrivilegeEscalation: Setting<Bool> { security { $0.flag("allowPrivilegeEscalation") } }

  /// A list of its `capabilities`: `add` or `drop`.
  public func capabilities(_ name: String) -> Setting<[DocumentValue]> {
    security { context in
      guard let capabilities = context["capabilities"], !capabilities.isNull else { return .absent }
      return capabilities.items(name)
    }
  }

  /// Whether what the image starts is surely what runs.
  public var startsAsImage: Bool {
    !isPatch && !["command", "args"].contains { name in value[name].map { !$0.isNull } ?? false }
  }
}
