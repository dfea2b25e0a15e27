import Core
import Deployment

/// A container that is given all of the host.
///
/// Source: Security Hub ECS.4; ECS API, ContainerDefinition.privileged.
struct ECSPrivileged: ContainerRule {
  static let info = RuleInfo(
    id: "ECS-PRIV", title: "privileged container", severity: .critical, subject: .deployment,
    what: "No container is privileged.",
    why:
      "A privileged container has every capability and all devices, and neither seccomp nor AppArmor holds it: root in it "
      + "is root on the host.",
    fix: "remove \"privileged\": true; where one right is missing, add that capability alone",
    controls: [.securityHub("ECS.4"), .controlTower("CT.ECS.PR.11"), .checkov("CKV_AWS_334"), .runbook(10)],
    examples: [
      .bad(
        "privileged",
        deployment: #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1","privileged":true}]}"#),
      .good(
        "not",
        deployment: #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1","privileged":false}]}"#),
    ])

  func findings(in container: ContainerDefinition, of task: TaskDefinition, _ context: DeploymentContext) -> [Finding] {
    guard case .known(true, let place) = container.privileged else { return [] }
    let invalid = task.isFargate ? [Note("Fargate does not take privileged containers: the task is refused")] : []
    return [
      finding(
        "\(container.title) is privileged", about: container, of: task, at: place, in: context,
        label: "root on the host", notes: invalid, fix: task.containerMember("privileged", .flag(false)))
    ]
  }
}
