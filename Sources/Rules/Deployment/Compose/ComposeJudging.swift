import Core
import Deployment
import ReadOnlyRoot
import RootFS

extension ComposeService {
  /// Its name as messages show it.
  var label: String { "service \"\(ClippedText.clipped(name))\"" }

  /// Whether it is surely for Windows, where what is asked of Linux containers does not apply.
  var isWindows: Bool { value["platform"]?.text?.utf8.starts(with: "windows".utf8) ?? false }

  /// Why a setting cannot be told, in words.
  func reason(_ name: String, at place: DocumentValue) -> String {
    guard let elsewhere, place.path == elsewhere.path, value[name]?.isNull ?? true else {
      return "\(name) is not a literal value"
    }
    return value["extends"].map { !$0.isNull } ?? false
      ? "extends takes settings that are not in this file"
      : "without image and build it is a part of another file's service"
  }
}

extension DeploymentContext {
  /// The image that a service runs, when it is at hand.
  func image(of service: ComposeService, in project: ComposeProject) -> ImageModel? {
    image(for: service.image.value, isOnly: project.services.count == 1)
  }

  /// The image as the service runs it: with the user that the file gives.
  func runImage(of service: ComposeService, in project: ComposeProject) -> ImageModel? {
    guard var image = image(of: service, in: project), !image.isWindows else { return nil }
    switch service.user {
    case .absent: break
    case .known(let user, _):
      if !user.isEmpty { image.runUser = RunUser(raw: user, accounts: image.accounts) }
    case .unknown: return nil
    }
    return image
  }
}
