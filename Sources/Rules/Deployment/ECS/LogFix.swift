import Deployment

/// The awslogs settings to propose for a container, with group and region as the task's other containers have them.
struct LogFix {
  private let task: TaskDefinition
  private let group: String
  private let region: String
  private let prefix: String

  init(_ container: ContainerDefinition, _ task: TaskDefinition) {
    let options = task.containers.prefix(20).filter { $0.index != container.index }.compactMap { other in
      other.logConfiguration.flatMap { $0.text("logDriver").value == "awslogs" ? $0["options"] : nil }
    }
    func shared(_ name: String) -> String? { options.lazy.compactMap { $0.text(name).value }.first }
    self.task = task
    group = shared("awslogs-group") ?? "/ecs/" + (task.name ?? container.name.value ?? "NAME")
    region = shared("awslogs-region") ?? "REGION"
    prefix = shared("awslogs-stream-prefix") ?? container.name.value ?? "PREFIX"
  }

  private func option(_ name: String) -> (name: String, value: Snippet) {
    let value =
      switch name {
      case "awslogs-group": group
      case "awslogs-region": region
      case "awslogs-stream-prefix": prefix
      case "mode": "non-blocking"
      default: "25m"
      }
    return (name, .text(value))
  }

  /// The member `logConfiguration` as a whole.
  var configuration: String {
    let names = ["awslogs-group", "awslogs-region", "awslogs-stream-prefix", "mode", "max-buffer-size"]
    return task.containerMember(
      "logConfiguration",
      .object([("logDriver", .text("awslogs")), ("options", .object(names.map { option($0) }))]))
  }

  /// Options to add, with where they go.
  func options(_ names: [String], hasOptions: Bool) -> String {
    guard hasOptions else {
      return "in \(task.containerKey("logConfiguration")): "
        + task.containerMember("options", .object(names.map { option($0) }))
    }
    // The names of options are never capitalised.
    let members = names.map { Snippet.member($0, option($0).value, task.syntax, .camel) }
    return "in \(task.containerKey("options")): " + members.joined(separator: ", ")
  }
}
