import Core
import Deployment
import RootFS

/// What a container definition mounts.
///
/// Source: ECS API, LinuxParameters.tmpfs and MountPoint.
struct ContainerMounts {
  /// One mount.
  struct Mount {
    /// As written, cleaned.
    var path: RootPath
    /// Where that is with the image's links followed; `path` without an image.
    var place: RootPath
    /// As written, of a tmpfs; nil for a volume.
    var options: [String]?
    /// The task's volume; nil for a tmpfs.
    var volume: String?
    /// Whether the container may not write there.
    var isReadOnly: Bool
    var value: DocumentValue

    var isTmpfs: Bool { options != nil }

    /// The value of an option such as `uid=101`; nil when it is not given.
    func option(_ name: String) -> String? {
      let start = name + "="
      return options?.last { $0.utf8.starts(with: start.utf8) }.map { String($0.dropFirst(start.count)) }
    }
  }

  private(set) var mounts: [Mount] = []
  /// Whether nothing is mounted that is not known.
  private(set) var isComplete = true

  private let image: ImageModel?
  /// Mounts that are looked at; ECS takes far fewer.
  private static let most = 1_000

  /// - Parameter image: whose links are followed.
  init(of container: ContainerDefinition, in image: ImageModel? = nil) {
    self.image = image
    if let from = container.value["volumesFrom"], !from.isNull, from.list.map({ !$0.isEmpty }) ?? true {
      isComplete = false
    }
    readVolumes(container)
    readTmpfs(container)
  }

  private mutating func readVolumes(_ container: ContainerDefinition) {
    if container.mountPoints.isUnknown { isComplete = false }
    for point in container.mountPoints.value ?? [] {
      guard mounts.count < ContainerMounts.most, let path = ContainerMounts.path(point.text("containerPath").value)
      else {
        isComplete = false
        continue
      }
      let readOnly = point.flag("readOnly")
      if readOnly.isUnknown { isComplete = false }
      mounts.append(
        Mount(
          path: path, place: place(of: path), options: nil, volume: point.text("sourceVolume").value,
          isReadOnly: readOnly.value ?? false,
          value: point))
    }
  }

  private mutating func readTmpfs(_ container: ContainerDefinition) {
    guard let parameters = container.linuxParameters else { return }
    let list = parameters.items("tmpfs")
    if list.isUnknown { isComplete = false }
    for entry in list.value ?? [] {
      guard mounts.count < ContainerMounts.most else {
        isComplete = false
        return
      }
      let options = entry.texts("mountOptions")
      guard let path = ContainerMounts.path(entry.text("containerPath").value), !options.isUnknown else {
        isComplete = false
        continue
      }
      let words = options.value ?? []
      mounts.append(
        Mount(
          path: path, place: place(of: path), options: words, volume: nil,
          isReadOnly: words.last { $0 == "ro" || $0 == "rw" } == "ro",
          value: entry))
    }
  }

  private static func path(_ text: String?) -> RootPath? {
    guard let text, text.utf8.first == UInt8(ascii: "/"), text.utf8.count < 4_096 else { return nil }
    return RootPath(HostPath.normalized(text))
  }

  private func place(of path: RootPath) -> RootPath { image?.resolvedPath(path.description) ?? path }

  /// The mount that holds a path: the deepest above it.
  func holding(_ path: RootPath) -> Mount? {
    var best: Mount?
    for mount in mounts where path.isAtOrBelow(mount.place) {
      if best.map({ $0.place.bytes.count <= mount.place.bytes.count }) ?? true { best = mount }
    }
    return best
  }
}
