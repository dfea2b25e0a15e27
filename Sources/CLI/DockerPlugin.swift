import JSONText
import Reports

/// The program as a plug-in of the docker client: `docker imgscan …` calls `docker-imgscan imgscan …`.
///
/// Source: docker/cli, cli-plugins/metadata (SchemaVersion 0.1.0).
struct DockerPlugin {
  static let name = "docker-imgscan"
  private static let metadataCall = "docker-cli-plugin-metadata"

  /// What the client asks a plug-in before anything else; nil when it is not this question.
  static func answer(to arguments: [String]) -> [UInt8]? {
    guard arguments.count > 1, arguments[1] == metadataCall else { return nil }
    var json = JSONWriter(pretty: false)
    json.object { json in
      json.member("SchemaVersion", "0.1.0")
      json.member("Vendor", "imgscan")
      json.member("Version", Tool.version)
      json.member("ShortDescription", "Judge images and Dockerfiles for hardening")
    }
    return json.bytes + [0x0A]
  }

  /// The arguments without the client's own, which end with the plug-in's name.
  static func arguments(_ arguments: [String]) -> [String] {
    let called = arguments.first?.split(separator: "/").last.map(String.init)
    guard called == name, let own = arguments.dropFirst().firstIndex(of: Tool.name) else {
      return Array(arguments.dropFirst())
    }
    return Array(arguments[(own + 1)...])
  }
}
