import Core
import Deployment

/// A task that has no network interface of its own.
///
/// Source: Security Hub ECS.17; Control Tower CT.ECS.PR.4; Fargate runs awsvpc alone (cfn-lint E3048); ECS developer
/// guide, "External instances" (no awsvpc).
struct ECSNetworkMode: TaskRule {
  static let info = RuleInfo(
    id: "ECS-NET", title: "no network of its own", severity: .medium, strictBelow: [.low: .medium],
    subject: .deployment,
    what:
      "networkMode is awsvpc. host is the worst, bridge shares the instance's interface, Fargate refuses all others.",
    why:
      "Only awsvpc gives the task an address and security groups of its own. In the host's network a container can use "
      + "every local service of the instance.",
    fix: "\"networkMode\": \"awsvpc\"",
    controls: [.securityHub("ECS.17"), .controlTower("CT.ECS.PR.4"), .cfnLint("E3048"), .runbook(15)],
    examples: [
      .bad(
        "the host's network",
        deployment: #"{"family":"a","networkMode":"host","containerDefinitions":[{"name":"web","image":"web:1"}]}"#),
      .bad(
        "bridge on Fargate",
        deployment:
          #"{"family":"a","requiresCompatibilities":["FARGATE"],"networkMode":"bridge","containerDefinitions":[{"name":"web","image":"web:1"}]}"#
      ),
      .good(
        "its own",
        deployment: #"{"family":"a","networkMode":"awsvpc","containerDefinitions":[{"name":"web","image":"web:1"}]}"#),
    ])

  func findings(in task: TaskDefinition, of context: DeploymentContext) -> [Finding] {
    (mode(task, context).map { [$0] } ?? []) + task.containers.compactMap { links($0, task, context) }
  }

  private func mode(_ task: TaskDefinition, _ context: DeploymentContext) -> Finding? {
    let key = task.taskKey("networkMode")
    // ECS Anywhere has no awsvpc: bridge is the best there is.
    let isExternal = task.compatibilities.value.map { !$0.isEmpty && $0.allSatisfy { $0 == "EXTERNAL" } } ?? false
    let fix = task.taskMember("networkMode", .text(isExternal ? "bridge" : "awsvpc"))
    switch task.networkMode {
    case .unknown: return nil
    case .absent:
      if task.isFargate {
        return finding(
          "task has no \(key), and Fargate runs awsvpc alone: the task is refused", about: task, in: context, fix: fix)
      }
      guard !task.compatibilities.isUnknown, !task.isWindows, !isExternal else { return nil }
      return finding(
        "task has no \(key), which on EC2 means bridge: it shares the instance's interface and security groups",
        about: task, in: context, severity: .low, fix: fix)
    case .known(let mode, let place):
      if mode == "awsvpc" { return nil }
      let shown = UserText.clipped(mode)
      if mode == "host" {
        let notes = task.isFargate ? [Note("Fargate runs awsvpc alone: the task is refused")] : []
        return finding(
          "task shares the host's network: \(key) is \"host\"", about: task, at: place, in: context, notes: notes,
          fix: fix)
      }
      if task.isFargate {
        return finding(
          "\(key) is \"\(shown)\", and Fargate runs awsvpc alone: the task is refused", about: task, at: place,
          in: context, fix: fix)
      }
      guard !task.compatibilities.isUnknown, !isExternal, mode == "bridge" || mode == "default" else { return nil }
      return finding(
        "\(key) is \"\(shown)\": the task shares the instance's interface and security groups", about: task, at: place,
        in: context, severity: .low, fix: fix)
    }
  }

  private func links(_ container: ContainerDefinition, _ task: TaskDefinition, _ context: DeploymentContext) -> Finding?
  {
    guard case .known(let links, let place) = container.value.items("links"), !links.isEmpty else { return nil }
    guard task.isFargate || (task.networkMode.value.map { $0 != "bridge" } ?? false) else { return nil }
    let why = task.isFargate ? "Fargate" : "network mode \"\(UserText.clipped(task.networkMode.value ?? ""))\""
    return finding(
      "\(container.title) has links, which \(why) does not take", about: container, of: task, at: place, in: context,
      fact: "links", fix: "remove \(task.containerKey("links")): containers of a task reach one another at localhost")
  }
}
