import Core
import Deployment

/// A reference to a secret that cannot work, or a place for secrets that is none.
///
/// Source: ECS API, Secret.valueFrom (ARN of a secret or parameter, or the parameter's name in the same region); AWS ECS
/// developer guide, "Pass Secrets Manager secrets" (json-key, version-stage and version-id come together).
struct ECSSecretReference: TaskRule {
  static let info = RuleInfo(
    id: "ECS-SECRET-REF", title: "secret reference cannot work", severity: .medium, strictBelow: [.low: .medium],
    subject: .deployment,
    what:
      "valueFrom of secrets and secretOptions is the ARN of a secret or parameter, or a parameter's name. The task has an "
      + "executionRoleArn when it has such references, and no environment files in S3.",
    why:
      "The task does not start when a secret cannot be fetched, and then the secret is written into the definition. A "
      + "file of variables in S3 is plain text to all who may read the bucket.",
    fix:
      "\"valueFrom\": \"arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME\" and an executionRoleArn that may read it",
    controls: [.runbook(4), .runbook(5), .securityHub("ECS.8")],
    examples: [
      .bad(
        "no execution role",
        deployment:
          #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1","secrets":[{"name":"TOKEN","valueFrom":"/app/token"}]}]}"#
      ),
      .bad(
        "no reference",
        deployment:
          #"{"family":"a","executionRoleArn":"arn:aws:iam::123456789012:role/exec","containerDefinitions":[{"name":"web","image":"web:1","secrets":[{"name":"TOKEN","valueFrom":"what is it?"}]}]}"#
      ),
      .good(
        "a parameter",
        deployment:
          #"{"family":"a","executionRoleArn":"arn:aws:iam::123456789012:role/exec","containerDefinitions":[{"name":"web","image":"web:1","secrets":[{"name":"TOKEN","valueFrom":"/app/token"}]}]}"#
      ),
    ])

  func findings(in task: TaskDefinition, of context: DeploymentContext) -> [Finding] {
    let references = task.containers.flatMap { container in
      Self.references(of: container).compactMap { reference($0, container, task, context) }
        + doubles(container, task, context) + files(container, task, context)
    }
    return (role(task, context).map { [$0] } ?? []) + references
  }

  /// Entries of `secrets` and of `secretOptions`.
  static func references(of container: ContainerDefinition) -> [DocumentValue] {
    (container.value.items("secrets").value ?? [])
      + (container.logConfiguration?.items("secretOptions").value ?? [])
  }

  private func role(_ task: TaskDefinition, _ context: DeploymentContext) -> Finding? {
    guard task.executionRole.isAbsent else { return nil }
    let users = task.containers.filter { container in
      !Self.references(of: container).isEmpty
        || container.value["repositoryCredentials"].map { !$0.isNull } ?? false
    }
    guard let first = users.first else { return nil }
    let key = task.taskKey("executionRoleArn")
    return finding(
      "task has no \(key), so the secrets of \(first.title) cannot be fetched", about: task, in: context, fact: "role",
      fix: task.taskMember("executionRoleArn", .text("arn:aws:iam::ACCOUNT:role/ecsTaskExecutionRole")))
  }

  private func reference(
    _ entry: DocumentValue, _ container: ContainerDefinition, _ task: TaskDefinition, _ context: DeploymentContext
  ) -> Finding? {
    let name = UserText.clipped(entry.text("name").value ?? "")
    let key = task.containerKey("valueFrom")
    let problem: String
    var at = entry
    switch entry.text("valueFrom") {
    case .unknown: return nil
    case .absent:
      guard entry.members != nil else { return nil }
      problem = "has no \(key)"
    case .known(let text, let place):
      guard let found = SecretReference.problem(of: text) else { return nil }
      (problem, at) = ("has a \(key) that \(found)", place)
    }
    var found = finding(
      "secret \"\(name)\" of \(container.title) \(problem)", about: container, of: task, at: at, in: context,
      fact: name,
      fix: task.containerMember("valueFrom", .text("arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME")))
    // It may be the secret itself.
    if at.path != entry.path { found.masked = [at.range] }
    return found
  }

  /// A name that is both a variable and a secret.
  private func doubles(
    _ container: ContainerDefinition, _ task: TaskDefinition, _ context: DeploymentContext
  ) -> [Finding] {
    let plain = Set(container.environment.map(\.name))
    return container.secrets.filter { plain.contains($0.name) }.prefix(20).map { secret in
      finding(
        "\"\(UserText.clipped(secret.name))\" of \(container.title) is in environment and in secrets: the task is refused",
        about: container, of: task, at: secret.entry, in: context, fact: "double " + secret.name,
        fix: "remove it from \(task.containerKey("environment"))")
    }
  }

  private func files(
    _ container: ContainerDefinition, _ task: TaskDefinition, _ context: DeploymentContext
  ) -> [Finding] {
    guard case .known(let files, let place) = container.value.items("environmentFiles"),
      files.contains(where: { $0.unknown == nil })
    else { return [] }
    return [
      finding(
        "\(container.title) reads variables from files in S3, where they are plain text and no control looks",
        about: container, of: task, at: place, in: context, fact: "files", severity: .low,
        fix: "secrets with \(task.containerKey("valueFrom")) for what is secret in them")
    ]
  }
}
