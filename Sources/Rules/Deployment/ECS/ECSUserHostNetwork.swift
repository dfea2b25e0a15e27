import Core
import Deployment
import RootFS

/// A container that runs as root in the host's network.
///
/// Source: AWS Config rule ecs-task-definition-user-for-host-mode-check, Security Hub ECS.1 until March 2026.
struct ECSUserHostNetwork: ContainerRule {
  static let info = RuleInfo(
    id: "ECS-USER-HOSTNET", title: "root in the host's network", severity: .high, subject: .deployment,
    what: "Where networkMode is host, no container runs as root, by its own user or by its image's.",
    why:
      "Root in the host's network can open any port, read what other containers send and reach the instance's metadata "
      + "and local services.",
    fix: "\"networkMode\": \"awsvpc\", or \"user\": \"UID:GID\" for the container",
    controls: [
      .runbook(11), .awsConfig("ecs-task-definition-user-for-host-mode-check"), .controlTower("CT.ECS.PR.8"),
    ],
    examples: [
      .bad(
        "root",
        deployment:
          #"{"family":"a","networkMode":"host","containerDefinitions":[{"name":"web","image":"web:1","user":"0"}]}"#),
      .good(
        "a user",
        deployment:
          #"{"family":"a","networkMode":"host","containerDefinitions":[{"name":"web","image":"web:1","user":"1000"}]}"#),
      .good(
        "a network of its own",
        deployment:
          #"{"family":"a","networkMode":"awsvpc","containerDefinitions":[{"name":"web","image":"web:1","user":"0"}]}"#),
    ])

  func findings(in container: ContainerDefinition, of task: TaskDefinition, _ context: DeploymentContext) -> [Finding] {
    // A privileged container has the host anyway: that is another rule's.
    guard task.networkMode.value == "host", container.privileged.value != true, !task.isWindows else { return [] }
    let run = context.run(of: container, in: task)
    let reason: String
    switch container.user {
    case .unknown: return []
    case .known(let text, _):
      guard WrittenUser(text).isRoot || run?.user?.isRoot == true else { return [] }
      reason = "user is \"\(UserText.clipped(text))\""
    case .absent:
      if let run, run.original.runUser.outcome == .resolved, !run.original.runUser.isRoot { return [] }
      reason = run == nil ? "no user is given, so it is root unless the image says otherwise" : "no user is given"
    }
    return [
      finding(
        "\(container.title) runs as root in the host's network: \(reason)", about: container, of: task,
        at: container.user.place, in: context,
        fix: "in the task: " + task.taskMember("networkMode", .text("awsvpc")) + ", or in the container: "
          + task.containerMember("user", .text("1000:1000")))
    ]
  }
}
