import Core
import Deployment
import RootFS

/// A question asked of a deployment file, and of the image it runs when that is at hand.
///
/// A rule never throws, never prints and never reads anything but its context.
public protocol DeploymentRule: Sendable {
  static var info: RuleInfo { get }
  init()
  func findings(in context: DeploymentContext) -> [Finding]
}

/// What deployment rules look at.
public struct DeploymentContext: Sendable {
  public var file: DeploymentFile
  /// The images that are judged together with the file; empty when it is judged alone.
  public var images: [ImageModel]

  public init(file: DeploymentFile, images: [ImageModel] = []) { (self.file, self.images) = (file, images) }

  /// The place of a value in the file.
  public func place(of value: DocumentValue) -> Place { .source(file: file.name, range: value.range) }
}

extension DeploymentRule {
  /// A finding of this rule at a value of the file, with its usual severity unless another is given.
  ///
  /// - Parameters:
  ///   - value: where it stands; for something that is missing, what it is missing from.
  ///   - identity: what tells it from the rule's other findings in another version of the file.
  ///   - fix: the exact text to add or change.
  func finding(
    _ message: String, at value: DocumentValue, in context: DeploymentContext, identity: String,
    severity: Severity? = nil, label: String = "", evidence: [String] = [], notes: [Note] = [], fix: String = ""
  ) -> Finding {
    var finding = Finding(
      rule: Self.info.id, severity: severity ?? Self.info.severity, message: message,
      place: context.place(of: value), evidence: evidence, notes: notes, fix: fix
    ).identified(by: identity)
    finding.pointer = value.path.pointer
    finding.label = label
    return finding
  }
}

/// A rule that looks at one ECS task definition at a time.
protocol TaskRule: DeploymentRule {
  func findings(in task: TaskDefinition, of context: DeploymentContext) -> [Finding]
}

extension TaskRule {
  public func findings(in context: DeploymentContext) -> [Finding] {
    context.file.tasks.flatMap { findings(in: $0, of: context) }
  }
}

/// A rule that looks at one service of a compose file at a time.
protocol ComposeRule: DeploymentRule {
  func findings(in service: ComposeService, of project: ComposeProject, _ context: DeploymentContext) -> [Finding]
}

extension ComposeRule {
  public func findings(in context: DeploymentContext) -> [Finding] {
    guard let project = context.file.compose else { return [] }
    return project.services.flatMap { findings(in: $0, of: project, context) }
  }
}

/// A rule that looks at one pod of a Kubernetes file at a time.
protocol KubernetesRule: DeploymentRule {
  func findings(in workload: KubernetesWorkload, of context: DeploymentContext) -> [Finding]
}

extension KubernetesRule {
  public func findings(in context: DeploymentContext) -> [Finding] {
    context.file.workloads.flatMap { findings(in: $0, of: context) }
  }
}
