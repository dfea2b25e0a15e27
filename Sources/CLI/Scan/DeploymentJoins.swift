import Deployment
import Engine
import RootFS
import Rules

/// Judges deployment files together with the images that they run, once all of these are known.
struct DeploymentJoins {
  private struct Join {
    var deployment: JoinedDeployment
    var scanner: DeploymentScanner
    var images: [ImageModel]
  }

  /// In the order in which they were met.
  private var joins: [Join] = []

  /// Takes note of a file, which is judged whether or not there is an image that it runs.
  mutating func add(_ configuration: Configuration) { _ = index(of: configuration) }

  /// Whether a file will be judged here.
  func holds(_ path: String) -> Bool { joins.contains { $0.deployment.path == path } }

  private mutating func index(of configuration: Configuration) -> Int? {
    guard let deployment = configuration.deployment else { return nil }
    if let known = joins.firstIndex(where: { $0.deployment.path == deployment.path }) { return known }
    joins.append(Join(deployment: deployment, scanner: configuration.deployments.value, images: []))
    return joins.count - 1
  }

  /// Takes note of an image, and tells it what is mounted in it.
  ///
  /// - Parameter isOnly: whether it is the only image of the run.
  mutating func join(_ image: inout ScannedImage, _ configuration: Configuration, isOnly: Bool) {
    guard let index = index(of: configuration), let model = image.model else { return }
    image.model?.deployedMounts = joins[index].deployment.file.writableMounts(in: model, isOnlyImage: isOnly)
    joins[index].images.append(model)
  }

  /// What the deployment files come to.
  var targets: [Target] {
    joins.map { join in
      join.scanner.scan(
        join.deployment.file, path: join.deployment.path, repositoryPath: join.deployment.repositoryPath,
        images: join.images)
    }
  }
}
