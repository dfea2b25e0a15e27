/// How a deployment file is written, which tells how an addition to it is spelled.
public enum DeploymentSyntax: Sendable, Equatable {
  case json, yaml
  /// Terraform's own language.
  case hcl
}

/// How names are spelled in a deployment file.
public enum NameStyle: Sendable, Equatable {
  /// `readonlyRootFilesystem`: the API, compose, Kubernetes.
  case camel
  /// `ReadonlyRootFilesystem`: CloudFormation.
  case pascal
}
