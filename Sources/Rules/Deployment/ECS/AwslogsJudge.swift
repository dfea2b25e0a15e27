import Core
import Deployment

/// Judges the options of the log driver awslogs.
///
/// Source: AWS ECS developer guide, "Send Amazon ECS logs to CloudWatch" (the stream prefix is required on Fargate; mode
/// and max-buffer-size; awslogs-create-group).
struct AwslogsJudge {
  private let container: ContainerDefinition
  private let task: TaskDefinition
  private let configuration: DocumentValue
  private let options: DocumentValue?

  init(_ container: ContainerDefinition, _ task: TaskDefinition, _ configuration: DocumentValue) {
    (self.container, self.task, self.configuration) = (container, task, configuration)
    options = configuration["options"].flatMap { $0.isNull ? nil : $0 }
  }

  func findings(of rule: ECSLog, _ context: DeploymentContext) -> [Finding] {
    guard options?.unknown == nil else { return [] }
    return [missing(rule, context), mode(rule, context), createGroup(rule, context)].compactMap { $0 }
  }

  private func setting(_ name: String) -> Setting<String> { options?.text(name) ?? .absent }

  private func missing(_ rule: ECSLog, _ context: DeploymentContext) -> Finding? {
    let names = ["awslogs-group", "awslogs-region", "awslogs-stream-prefix"].filter { name in
      setting(name).isAbsent || setting(name).value == ""
    }
    guard !names.isEmpty else { return nil }
    let isPrefixAlone = names == ["awslogs-stream-prefix"]
    let severity: Severity = isPrefixAlone && !task.isFargate ? .low : .medium
    let why =
      isPrefixAlone
      ? task.isFargate
        ? ", which Fargate requires" : ": its log streams are named by the container's id alone" : ""
    return rule.finding(
      "awslogs of \(container.title) has no \(names.joined(separator: " and no "))\(why)", about: container, of: task,
      at: options ?? configuration, in: context, fact: "options", severity: severity,
      fix: LogFix(container, task).options(names, hasOptions: options != nil))
  }

  private func mode(_ rule: ECSLog, _ context: DeploymentContext) -> Finding? {
    let (mode, size) = (setting("mode"), setting("max-buffer-size"))
    guard !mode.isUnknown, !size.isUnknown else { return nil }
    let hasSize = !size.isAbsent
    let (message, names, place): (String, [String], DocumentValue?)
    switch mode.value {
    case "non-blocking":
      guard !hasSize else { return nil }
      message = "has no max-buffer-size: lines that do not fit into the small default buffer are lost"
      (names, place) = (["max-buffer-size"], mode.place)
    case nil:
      message =
        "has no mode: where the account's default is blocking, the container stops when CloudWatch does not answer"
      (names, place) = (hasSize ? ["mode"] : ["mode", "max-buffer-size"], nil)
    default:
      message =
        "is in mode \"\(UserText.clipped(mode.value ?? ""))\": the container stops when CloudWatch does not answer"
      (names, place) = (hasSize ? ["mode"] : ["mode", "max-buffer-size"], mode.place)
    }
    return rule.finding(
      "awslogs of \(container.title) \(message)", about: container, of: task, at: place ?? options ?? configuration,
      in: context, fact: "mode", severity: .low,
      fix: LogFix(container, task).options(names, hasOptions: options != nil))
  }

  private func createGroup(_ rule: ECSLog, _ context: DeploymentContext) -> Finding? {
    guard case .known(let text, let place) = setting("awslogs-create-group"), text.lowercased() == "true" else {
      return nil
    }
    return rule.finding(
      "awslogs of \(container.title) creates its group: the execution role needs logs:CreateLogGroup, which the managed "
        + "policy does not give", about: container, of: task, at: place, in: context, fact: "create-group",
      severity: .info, fix: "create the group beforehand, or allow logs:CreateLogGroup for it")
  }
}
