import Core

/// A deployment file, read: what deployment rules judge.
public struct DeploymentFile: Sendable {
  /// As the user named it.
  public var name: String
  public var source: SourceText
  public var content: Content

  public enum Content: Sendable {
    /// At least one task definition.
    case ecs([TaskDefinition])
    case compose(ComposeProject)
    /// The objects with containers; a manifest may have none.
    case kubernetes([KubernetesWorkload])
  }

  public init(name: String, source: SourceText, content: Content) {
    (self.name, self.source, self.content) = (name, source, content)
  }

  public var tasks: [TaskDefinition] { if case .ecs(let tasks) = content { tasks } else { [] } }
  public var compose: ComposeProject? { if case .compose(let project) = content { project } else { nil } }
  public var workloads: [KubernetesWorkload] { if case .kubernetes(let found) = content { found } else { [] } }

  /// What kind of file it is.
  public var kind: DeploymentKind {
    switch content {
    case .ecs: .ecs
    case .compose: .compose
    case .kubernetes: .kubernetes
    }
  }
}

/// The kinds of deployment file.
public enum DeploymentKind: String, Sendable, CaseIterable {
  case ecs, compose
  case kubernetes = "k8s"

  /// With its article, for messages.
  public var words: String {
    switch self {
    case .ecs: "an ECS task definition"
    case .compose: "a compose file"
    case .kubernetes: "a Kubernetes manifest"
    }
  }
}
