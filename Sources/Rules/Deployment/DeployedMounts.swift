import Core
import Deployment
import RootFS

extension DeploymentFile {
  /// Where every container that runs an image can write because something is mounted there, links of the image followed;
  /// empty when no container surely runs it.
  ///
  /// - Parameter isOnlyImage: whether no other image is judged with the file, so that a container may be taken to run it
  ///   whatever it is called.
  public func writableMounts(in image: ImageModel, isOnlyImage: Bool) -> [RootPath] {
    let all = containers(of: image, isOnlyImage: isOnlyImage)
    guard let first = all.first else { return [] }
    let common = all.dropFirst().reduce(Set(first)) { $0.intersection($1) }
    return common.sorted()
  }

  /// The mounts of each container that runs the image.
  private func containers(of image: ImageModel, isOnlyImage: Bool) -> [[RootPath]] {
    let context = DeploymentContext(file: self, images: [image])
    func runs(_ reference: String?, _ isTaken: Bool) -> Bool {
      isTaken && (isOnlyImage || context.image(for: reference, isOnly: false) != nil)
    }
    switch content {
    case .ecs(let tasks):
      return tasks.flatMap { task in
        task.containers.filter { runs($0.image.value, context.run(of: $0, in: task) != nil) }.map { container in
          ContainerMounts(of: container, in: image).mounts.filter { !$0.isReadOnly }.flatMap { [$0.place, $0.path] }
        }
      }
    case .compose(let project):
      return project.services.filter { runs($0.image.value, context.image(of: $0, in: project) != nil) }
        .map { service in
          places(service.mounts.filter { !$0.isReadOnly }.compactMap(\.target), in: image)
        }
    case .kubernetes(let workloads):
      return workloads.flatMap { workload in
        workload.containers.filter { runs($0.image.value, context.image(of: $0, in: workload) != nil) }
          .map { places(KubernetesMounts($0, workload).writable, in: image) }
      }
    }
  }

  private func places(_ paths: [String], in image: ImageModel) -> [RootPath] {
    paths.prefix(1_000).flatMap { [image.resolvedPath($0), RootPath($0)] }
  }
}
