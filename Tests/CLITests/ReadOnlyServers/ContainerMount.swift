import JSONText

/// A mount of the container definition that the program emits.
struct ContainerMount: Equatable {
  var path: String
  /// The options of a tmpfs; nil for a volume.
  var options: [String]?

  /// As `docker run` takes it.
  var arguments: [String] {
    guard let options else { return ["--volume", path] }
    return ["--tmpfs", "\(path):\(options.joined(separator: ","))"]
  }

  func covers(_ other: String) -> Bool { other == path || other.hasPrefix(path + "/") }

  /// All mounts in an ECS container definition or in something that holds one, sorted by path.
  static func all(in value: JSONValue) -> [ContainerMount] {
    let tmpfs = (value["linuxParameters"]?["tmpfs"]?.array ?? []).compactMap { item -> ContainerMount? in
      guard let path = item["containerPath"]?.string else { return nil }
      let size = item["size"]?.integer.map { ["size=\($0)m"] } ?? []
      return ContainerMount(path: path, options: (item["mountOptions"]?.strings ?? []) + size)
    }
    let volumes = (value["mountPoints"]?.array ?? []).compactMap { $0["containerPath"]?.string }
      .map { ContainerMount(path: $0, options: nil) }
    var out = tmpfs + volumes
    if out.isEmpty {
      for inner in (value.members ?? []).map(\.value) + (value.array ?? []) { out += all(in: inner) }
    }
    return out.sorted { $0.path < $1.path }
  }
}
