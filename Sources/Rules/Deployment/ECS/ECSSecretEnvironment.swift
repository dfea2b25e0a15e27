import Core
import Deployment

/// A secret in the plain text of a task definition.
///
/// Source: Security Hub ECS.8 (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and ECS_ENGINE_AUTH_DATA, whatever their value);
/// AWS ECS security runbook items 4 and 5.
struct ECSSecretEnvironment: ContainerRule {
  static let info = RuleInfo(
    id: "ECS-SECRET-ENV", title: "secret in plain text", severity: .high, strictBelow: [.info: .low, .low: .medium],
    subject: .deployment,
    what:
      "environment, command, entryPoint, healthCheck, dockerLabels and the options of the log driver hold no passwords, "
      + "keys or tokens, by their names and by their form. Names of references (…_FILE, an ARN, a path) are passed over.",
    why:
      "A task definition is kept for ever and shown to everyone who may describe it, in the console, in CloudTrail and "
      + "in the repository.",
    fix:
      "keep it in Secrets Manager or Parameter Store and name it in \"secrets\" (for log options in \"secretOptions\"); "
      + "then change it, for it has been seen",
    controls: [
      .runbook(4), .runbook(5), .securityHub("ECS.8"), .controlTower("CT.ECS.PR.12"), .trivy("AWS-0036"),
    ],
    examples: [
      .bad(
        "a password that everybody knows",
        deployment:
          #"{"family":"a","containerDefinitions":[{"name":"db","image":"mysql:8","environment":[{"name":"MYSQL_ROOT_PASSWORD","value":"password"}]}]}"#
      ),
      .bad(
        "a key by its name",
        deployment:
          #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1","environment":[{"name":"AWS_ACCESS_KEY_ID","value":"x"}]}]}"#
      ),
      .bad(
        "an option of the command",
        deployment:
          #"{"family":"a","containerDefinitions":[{"name":"cache","image":"redis:7","command":["redis-server","--requirepass","Xk29vbQz"]}]}"#
      ),
      .good(
        "a reference",
        deployment:
          #"{"family":"a","containerDefinitions":[{"name":"db","image":"mysql:8","environment":[{"name":"MYSQL_ROOT_PASSWORD_FILE","value":"/run/secrets/root"}],"secrets":[{"name":"MYSQL_ROOT_PASSWORD","valueFrom":"/db/root"}]}]}"#
      ),
      .good(
        "nothing secret",
        deployment:
          #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1","environment":[{"name":"LOG_LEVEL","value":"info"}]}]}"#
      ),
    ])

  /// The names that the control looks for, whatever their value.
  private static let fixed: Set<String> = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "ECS_ENGINE_AUTH_DATA"]

  func findings(in container: ContainerDefinition, of task: TaskDefinition, _ context: DeploymentContext) -> [Finding] {
    environment(container, task, context) + commands(container, task, context) + labels(container, task, context)
      + logOptions(container, task, context)
  }

  private func report(
    _ secret: SecretText, _ place: String, at value: DocumentValue, masked: [DocumentValue]? = nil,
    _ container: ContainerDefinition, _ task: TaskDefinition, _ context: DeploymentContext, fact: String, fix: String
  ) -> Finding {
    var found = secretFinding(
      secret, in: "\(container.title): \(place)", at: value, shown: value.range, masked: value.range, context,
      identity: [task.identity, container.identity, place, fact].joined(separator: "/"), wellKnown: .high, fix: fix)
    found.severity = min(found.severity, .high)
    if let masked { found.masked = masked.map(\.range) }
    return found
  }

  // MARK: environment

  private func environment(
    _ container: ContainerDefinition, _ task: TaskDefinition, _ context: DeploymentContext
  ) -> [Finding] {
    container.environment.compactMap { entry in
      if case .unknown(let place) = entry.value { return resolved(entry.name, place, container, task, context) }
      guard case .known(let text, let value) = entry.value, !text.isEmpty else { return nil }
      var secret = SecretText.value(text, named: entry.name)
      if Self.fixed.contains(entry.name), secret == nil || secret?.kind == .placeholder {
        secret = SecretText(kind: .literal, name: entry.name, secret: 0..<text.utf8.count)
      }
      guard let secret else { return nil }
      let key = task.containerKey("environment")
      let isAWS = entry.name.utf8.starts(with: "AWS_".utf8) && Self.fixed.contains(entry.name)
      let fix =
        isAWS
        ? "remove \(secret.name) from \(key) and give the task a role: "
          + task.taskMember("taskRoleArn", .text("arn:aws:iam::ACCOUNT:role/NAME"))
        : "remove \(secret.name) from \(key) and add: " + Self.reference(secret.name, in: "secrets", container, task)
      return report(secret, key, at: value, container, task, context, fact: entry.name, fix: fix)
    }
  }

  /// A dynamic reference of CloudFormation, which is replaced by the secret before ECS sees the definition.
  ///
  /// Source: CloudFormation user guide, "Get values stored in other services using dynamic references".
  private func resolved(
    _ name: String, _ place: DocumentValue, _ container: ContainerDefinition, _ task: TaskDefinition,
    _ context: DeploymentContext
  ) -> Finding? {
    guard task.form == .cloudFormation, let text = place.written else { return nil }
    let isSecret = text.holds("{{resolve:secretsmanager:") || text.holds("{{resolve:ssm-secure:")
    guard isSecret || (text.holds("{{resolve:ssm:") && SecretName.isSecret(name)) else { return nil }
    let (key, shown) = (task.containerKey("environment"), SecretText.safe(name))
    return finding(
      "\(container.title): \(key) \(shown) is filled in when the stack is deployed: the secret then stands in the "
        + "registered definition in plain text", about: container, of: task, at: place, in: context,
      fact: "resolve " + name, severity: .medium,
      fix: "remove \(shown) from \(key) and add: " + Self.reference(shown, in: "secrets", container, task))
  }

  /// The entry of `secrets` or `secretOptions` to add, in a list of its own when there is none.
  private static func reference(
    _ name: String, in list: String, _ container: ContainerDefinition, _ task: TaskDefinition
  ) -> String {
    let entry = Snippet.object([
      ("name", .text(name)), ("valueFrom", .text("arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME")),
    ])
    let holder = list == "secretOptions" ? container.logConfiguration : container.value
    guard let existing = holder?[list], !existing.isNull else { return task.containerMember(list, .list([entry])) }
    return "in \(task.containerKey(list)): " + task.containerValue(entry)
  }

  // MARK: commands

  private func commands(
    _ container: ContainerDefinition, _ task: TaskDefinition, _ context: DeploymentContext
  ) -> [Finding] {
    let lists = [
      ("command", container.value["command"]), ("entryPoint", container.value["entryPoint"]),
      ("healthCheck", container.value["healthCheck"]?["command"]),
    ]
    return lists.compactMap { name, list in
      guard let items = list?.list else { return nil }
      let texts = items.map { $0.text ?? "" }
      let found = SecretWords.found(in: texts)
      guard let worst = found.max(by: { $0.secret.rank < $1.secret.rank }) else { return nil }
      let masked = Set(found.map(\.index)).sorted().map { items[$0] }
      let variable = worst.secret.name.isEmpty ? "the secret" : worst.secret.name
      let fix =
        "read \(variable) from a variable that \"secrets\" sets: "
        + Self.reference("NAME", in: "secrets", container, task)
      return report(
        worst.secret, task.containerKey(name), at: items[worst.index], masked: masked, container, task, context,
        fact: worst.secret.name, fix: fix)
    }
  }

  // MARK: labels and log options

  private func labels(
    _ container: ContainerDefinition, _ task: TaskDefinition, _ context: DeploymentContext
  ) -> [Finding] {
    (container.value["dockerLabels"]?.members ?? []).compactMap { member in
      guard let text = member.value.scalarText, let secret = SecretText.value(text, named: member.key) else {
        return nil
      }
      return report(
        secret, task.containerKey("dockerLabels"), at: member.value, container, task, context, fact: member.key,
        fix: "remove the label: labels are read by everyone who can list containers")
    }
  }

  private func logOptions(
    _ container: ContainerDefinition, _ task: TaskDefinition, _ context: DeploymentContext
  ) -> [Finding] {
    (container.logConfiguration?["options"]?.members ?? []).compactMap { member in
      guard let text = member.value.scalarText, let secret = SecretText.value(text, named: member.key) else {
        return nil
      }
      return report(
        secret, "log options", at: member.value, container, task, context, fact: member.key,
        fix: "remove \(secret.name) from \(task.containerKey("options")) and add: "
          + Self.reference(secret.name, in: "secretOptions", container, task))
    }
  }
}

extension SecretText {
  /// 0 for the mildest.
  fileprivate var rank: Int {
    switch kind {
    case .placeholder: 0
    case .wellKnown: 1
    case .literal: 2
    case .token: 3
    }
  }
}
