import Core
import RootFS

/// Logs that the started service writes to files.
enum LogClaims {
  static func all(of service: StartedService, in image: ImageModel) -> [WriteClaim] {
    all(of: service, in: image, ServiceConfig(of: service, in: image))
  }

  static func all(of service: StartedService, in image: ImageModel, _ config: ServiceConfig) -> [WriteClaim] {
    ServiceLog.all(of: service, in: image, config: config).map { log in
      WriteClaim(
        log.path.description, isFile: !log.isDirectory, confidence: log.confidence, source: .log,
        why: log.namedAt ?? "log \(log.name)", file: log.statement?.file, line: log.statement?.line)
    }
  }
}
