import Core

/// A compose file.
///
/// Source: the Compose Specification.
public struct ComposeProject: Sendable {
  /// The file's root.
  public var value: DocumentValue
  /// Those that are containers, in the order of the file.
  public var services: [ComposeService]

  /// The host's paths that named volumes are bound to; ordinary volumes are not here.
  ///
  /// Source: Docker's local volume driver, options `type`, `o` and `device`.
  public let boundVolumes: [String: String]

  public init(value: DocumentValue, services: [ComposeService]) {
    (self.value, self.services) = (value, services)
    var bound: [String: String] = [:]
    for volume in value["volumes"]?.members ?? [] {
      if let path = ComposeProject.boundPath(volume.value) { bound[volume.key] = path }
    }
    boundVolumes = bound
  }

  private static func boundPath(_ volume: DocumentValue) -> String? {
    guard let options = volume["driver_opts"], let device = options["device"]?.text,
      let kind = options["o"]?.text, kind.split(separator: ",").contains(where: { $0 == "bind" || $0 == "rbind" }),
      device.utf8.first == UInt8(ascii: "/")
    else { return nil }
    return device
  }
}
