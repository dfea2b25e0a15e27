import BuildModel
import Dockerfile

/// A Dockerfile that images of a scan were built from.
public struct JoinedDockerfile: Sendable {
  let build: BuildModel
  /// Why matching may miss something; nil when the file is sound.
  let problem: String?

  /// - Parameter name: as the user named the file.
  /// - Parameter targetStage: name of the stage that was built; nil for the last one.
  public init(_ bytes: [UInt8], name: String, targetStage: String? = nil) {
    build = BuildModel(DockerfileSyntax(bytes), file: name, targetStage: targetStage)
    if let error = build.syntax.errors.first {
      problem = "\(name):\(error.lines.lowerBound): \(error.message)"
    } else if let targetStage, build.target == nil {
      problem = "\(name) has no stage named \"\(targetStage)\""
    } else {
      problem = nil
    }
  }
}
