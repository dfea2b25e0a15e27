import BuildModel
import Core
import RootFS

extension DeploymentContext {
  /// The image that a container runs, among those that are judged together with the file; nil when it is not there or
  /// cannot be told.
  ///
  /// - Parameters:
  ///   - reference: as the file names the image; nil when it does not, or is not known.
  ///   - isOnly: whether the file has no other container that could run it.
  func image(for reference: String?, isOnly: Bool) -> ImageModel? {
    if let reference, !images.isEmpty {
      let wanted = ImageReference(reference)
      let matches = images.filter { image in
        let names = image.tags + (image.reference.map { [$0] } ?? [])
        return names.contains { DeploymentContext.names(ImageReference($0), wanted) }
          || (wanted.digest != nil && [image.manifestDigest, image.configDigest].contains(wanted.digest))
      }
      if matches.count == 1 { return matches.first }
      if matches.count > 1 { return nil }
    }
    // An archive that a build has made rarely has the registry's name.
    return isOnly && images.count == 1 ? images.first : nil
  }

  /// Whether the name in an archive can be the one in the file: an archive's name often has no registry or digest.
  private static func names(_ name: ImageReference, _ wanted: ImageReference) -> Bool {
    guard !name.repository.isEmpty, name.repository == wanted.repository else { return false }
    guard name.registry == wanted.registry || name.registry == "docker.io" else { return false }
    if let digest = name.digest, let other = wanted.digest { return digest == other }
    if wanted.digest != nil, wanted.tag == nil || name.tag == nil { return true }
    return (name.tag ?? "latest") == (wanted.tag ?? "latest")
  }
}
