import Core
import Deployment
import ReadOnlyRoot

/// The text to add to a task definition so that paths become writable.
struct MountFix {
  /// Members of the container, such as `"linuxParameters": {"tmpfs": […]}`, each with where it goes when that is not the
  /// container itself.
  private(set) var parts: [String] = []

  init(_ entries: [MountPlan.Entry], for container: ContainerDefinition, of task: TaskDefinition) {
    let tmpfs = entries.filter { $0.kind == .tmpfs }.map(MountFix.tmpfs)
    if !tmpfs.isEmpty { parts.append(MountFix.adding(tmpfs, toTmpfsOf: container, task)) }
    addVolumes(entries.filter { $0.kind == .volume }.map(\.path), container, task)
  }

  /// A volume at each path.
  init(volumesAt paths: [RootPath], for container: ContainerDefinition, of task: TaskDefinition) {
    addVolumes(paths, container, task)
  }

  /// The parts as one text.
  var text: String { parts.joined(separator: ", ") }

  /// MiB of a tmpfs: ECS wants a number.
  static var size: Int { MountPlan.tmpfsSizeMiB }

  private static func tmpfs(_ entry: MountPlan.Entry) -> Snippet {
    var options = ["rw", entry.needsExec ? "exec" : "noexec", "nosuid", "nodev"]
    if let uid = entry.uid, let gid = entry.gid { options += ["uid=\(uid)", "gid=\(gid)"] }
    if let mode = entry.octalMode { options.append("mode=\(mode)") }
    return tmpfs(at: entry.path.description, options: options)
  }

  /// An entry of `tmpfs`.
  static func tmpfs(at path: String, options: [String]) -> Snippet {
    .object([
      ("containerPath", .text(path)), ("size", .number(size)), ("mountOptions", .list(options.map { .text($0) })),
    ])
  }

  /// The text that adds entries to a container's `tmpfs`.
  static func adding(
    _ entries: [Snippet], toTmpfsOf container: ContainerDefinition, _ task: TaskDefinition
  ) -> String {
    guard let parameters = container.linuxParameters else {
      return task.containerMember("linuxParameters", .object([("tmpfs", .list(entries))]))
    }
    let place = task.containerKey("linuxParameters")
    guard let list = parameters["tmpfs"], !list.isNull else {
      return "in \(place): " + task.containerMember("tmpfs", .list(entries))
    }
    return "in \(place).\(task.containerKey("tmpfs")): "
      + entries.map { task.containerValue($0) }.joined(separator: ", ")
  }

  private mutating func addVolumes(
    _ paths: [RootPath], _ container: ContainerDefinition, _ task: TaskDefinition
  ) {
    guard !paths.isEmpty else { return }
    var taken = Set((task.volumes.value ?? []).prefix(100).compactMap { $0["name"]?.text })
    let named = paths.map { ($0, MountFix.name(of: $0, &taken)) }
    let points: [Snippet] = named.map { path, name in
      .object([
        ("sourceVolume", .text(name)), ("containerPath", .text(path.description)), ("readOnly", .flag(false)),
      ])
    }
    if container.mountPoints.isAbsent {
      parts.append(task.containerMember("mountPoints", .list(points)))
    } else {
      parts.append(
        "in \(task.containerKey("mountPoints")): " + points.map { task.containerValue($0) }.joined(separator: ", "))
    }
    parts.append(task.volumeAddition(named.map(\.1)))
  }

  /// Letters, digits, `-` and `_`, as ECS takes volume names.
  private static func name(of path: RootPath, _ taken: inout Set<String>) -> String {
    let bytes = path.bytes.dropFirst().prefix(200).map { byte -> UInt8 in
      let isPlain = (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95
      return isPlain ? byte : UInt8(ascii: "-")
    }
    let base = bytes.isEmpty ? "data" : String(decoding: bytes, as: UTF8.self)
    var (name, number) = (base, 2)
    while !taken.insert(name).inserted {
      name = "\(base)-\(number)"
      number += 1
    }
    return name
  }
}
