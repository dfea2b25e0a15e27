import Core
import Deployment

extension DeploymentContext {
  /// How additions to the file are spelled, for compose and Kubernetes: both are YAML unless they begin as JSON.
  var syntax: DeploymentSyntax {
    let first = file.source.bytes.first { $0 > 0x20 }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[") ? .json : .yaml
  }

  /// A member to add, on one line.
  func member(_ name: String, _ value: Snippet) -> String { Snippet.member(name, value, syntax, .camel) }
}
