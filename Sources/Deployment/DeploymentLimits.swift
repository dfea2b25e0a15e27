/// How much of a deployment file is read.
public struct DeploymentLimits: Sendable {
  /// The most bytes of a file; the largest plans and manifests seen have some megabytes.
  public var bytes = 16 << 20
  /// The most levels of nesting in JSON, and in JSON inside a text of it.
  public var jsonDepth = 128
  /// The most levels of nesting in YAML and in Terraform's language, where people write by hand.
  public var textDepth = 64
  /// The most values of a file, those that aliases stand for included, so that a short file cannot fill the memory.
  public var values = 500_000
  /// The most containers of a file, each of which may have a dozen findings; ECS takes 10 in a task.
  ///
  /// Source: Amazon ECS service quotas, containers per task definition.
  public var containers = 10_000

  public init() {}
}
