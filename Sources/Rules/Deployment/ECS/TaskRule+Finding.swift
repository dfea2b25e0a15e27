import Core
import Deployment

extension TaskRule {
  /// A finding about a container.
  ///
  /// - Parameters:
  ///   - value: where it stands; the container's name for something that is missing.
  ///   - fact: what tells it from the rule's other findings about the container.
  func finding(
    _ message: String, about container: ContainerDefinition, of task: TaskDefinition, at value: DocumentValue? = nil,
    in context: DeploymentContext, fact: String = "", severity: Severity? = nil, label: String = "",
    evidence: [String] = [], notes: [Note] = [], fix: String = ""
  ) -> Finding {
    finding(
      message, at: value ?? container.anchor, in: context,
      identity: [task.identity, container.identity, fact].joined(separator: "/"), severity: severity, label: label,
      evidence: evidence, notes: notes, fix: fix)
  }

  /// A finding about the task as a whole.
  func finding(
    _ message: String, about task: TaskDefinition, at value: DocumentValue? = nil, in context: DeploymentContext,
    fact: String = "", severity: Severity? = nil, label: String = "", evidence: [String] = [], notes: [Note] = [],
    fix: String = ""
  ) -> Finding {
    finding(
      message, at: value ?? task.anchor, in: context, identity: [task.identity, fact].joined(separator: "/"),
      severity: severity, label: label, evidence: evidence, notes: notes, fix: fix)
  }
}

/// A rule that looks at one container of an ECS task definition at a time.
protocol ContainerRule: TaskRule {
  func findings(in container: ContainerDefinition, of task: TaskDefinition, _ context: DeploymentContext) -> [Finding]
}

extension ContainerRule {
  func findings(in task: TaskDefinition, of context: DeploymentContext) -> [Finding] {
    task.containers.flatMap { findings(in: $0, of: task, context) }
  }
}

extension Setting {
  /// What it depends on when it is not known before the file is used, such as `Fn::If`; nil for all else.
  var dependsOn: String? { if case .unknown(let place) = self { place.unknown } else { nil } }
}
