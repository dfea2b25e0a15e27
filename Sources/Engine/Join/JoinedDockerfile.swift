import BuildModel
import Dockerfile

/// A Dockerfile that images of a scan were built from.
public struct JoinedDockerfile: Sendable {
  let build: BuildModel

  /// - Parameter name: as the user named the file.
  /// - Parameter targetStage: name of the stage that was built; nil for the last one.
  public init(_ bytes: [UInt8], name: String, targetStage: String? = nil) {
    build = BuildModel(DockerfileSyntax(bytes), file: name, targetStage: targetStage)
  }
}
