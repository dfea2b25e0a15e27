import Core
import RootFS

/// What the configuration of the started service says it writes, logs left out.
enum ConfigClaims {
  static func all(of service: StartedService, in image: ImageModel) -> [WriteClaim] {
    all(ServiceConfig(of: service, in: image), in: image)
  }

  static func all(_ config: ServiceConfig, in image: ImageModel) -> [WriteClaim] {
    config.allWrites.compactMap { write in
      if write.isLog { return nil }
      if write.isFile, case .stream = LogTarget(write.path, in: image) { return nil }
      return WriteClaim(
        write.path, isFile: write.isFile, kind: write.kind, confidence: write.confidence, source: .config,
        why: write.statement, file: write.file, line: write.line)
    }
  }
}
