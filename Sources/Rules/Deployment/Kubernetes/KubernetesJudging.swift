import Core
import Deployment
import ReadOnlyRoot
import RootFS

extension KubernetesWorkload {
  /// A container as messages show it, such as `container "web" of Deployment/shop`.
  func label(_ container: KubernetesContainer) -> String { ClippedText.clipped(container.title) + " of " + label }

  /// The object as messages show it.
  var label: String { ClippedText.clipped(kind) + (name.map { "/" + ClippedText.clipped($0) } ?? "") }

  /// What tells a container from all others in another version of the file.
  func identity(_ container: KubernetesContainer) -> String {
    // Names are cut: a long one would be kept once for each finding.
    "\(label) \(container.role.rawValue) \(ClippedText.clipped(container.name ?? String(container.index)))"
  }

  /// Containers that may run for long beside each other.
  var mainContainers: [KubernetesContainer] { containers.filter { $0.role == .containers } }

  /// The uid that pod and container give; unknown when one of them is not known.
  func runAsUser(_ container: KubernetesContainer) -> Setting<Int> { inherited(container) { $0.number("runAsUser") } }
}

extension DeploymentContext {
  /// The image that a container runs, when it is at hand.
  func image(of container: KubernetesContainer, in workload: KubernetesWorkload) -> ImageModel? {
    let isOnly = file.workloads.count == 1 && workload.containers.count == 1
    return image(for: container.image.value, isOnly: isOnly)
  }

  /// The image as the container runs it: with the user that the file gives.
  func runImage(of container: KubernetesContainer, in workload: KubernetesWorkload) -> ImageModel? {
    guard var image = image(of: container, in: workload), !image.isWindows else { return nil }
    switch workload.runAsUser(container) {
    case .absent: return image
    case .known(let uid, _):
      image.runUser = RunUser(raw: String(uid), accounts: image.accounts)
      return image
    case .unknown: return nil
    }
  }

  /// What to add to a container's `securityContext`, or the member as a whole where it has none.
  func securityFix(_ container: KubernetesContainer, _ members: [(name: String, value: Snippet)]) -> String {
    guard let context = container.value["securityContext"], context.members?.isEmpty == false else {
      return member("securityContext", .object(members))
    }
    return members.map { member($0.name, $0.value) }.joined(separator: ", ") + " in securityContext"
  }
}
