import Core
import Deployment

/// A task that cannot be registered, for want of an essential container.
///
/// Source: ECS API, ContainerDefinition.essential; cfn-lint E3042.
struct ECSEssential: TaskRule {
  static let info = RuleInfo(
    id: "ECS-ESSENTIAL", title: "no essential container", severity: .high, subject: .deployment,
    what: "At least one container of the task is essential, as each is that does not say otherwise.",
    why: "ECS refuses a task definition without one.",
    fix: "\"essential\": true for the container that the task is for",
    controls: [.cfnLint("E3042")],
    examples: [
      .bad(
        "none",
        deployment: #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1","essential":false}]}"#),
      .good("not said", deployment: #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1"}]}"#),
    ])

  func findings(in task: TaskDefinition, of context: DeploymentContext) -> [Finding] {
    guard !task.hasUnknownContainers, let first = task.containers.first,
      task.containers.allSatisfy({ $0.isEssential == false })
    else { return [] }
    return [
      finding(
        "no container of the task is essential: the task is refused", about: task, at: first.essential.place,
        in: context, fix: task.containerMember("essential", .flag(true)))
    ]
  }
}
