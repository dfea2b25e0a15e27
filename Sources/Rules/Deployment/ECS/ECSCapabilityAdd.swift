import Core
import Deployment

/// A container that is given capabilities.
///
/// Source: ECS API, KernelCapabilities; capabilities(7); ECS on Fargate adds only SYS_PTRACE.
struct ECSCapabilityAdd: ContainerRule {
  static let info = RuleInfo(
    id: "ECS-CAPADD", title: "capabilities added", severity: .high, subject: .deployment,
    what: "linuxParameters.capabilities.add names nothing beyond what a container has by default.",
    why:
      "Each capability is a part of root's power over the host's kernel. SYS_ADMIN, SYS_MODULE, NET_ADMIN and ALL are as "
      + "good as all of it.",
    fix: "remove what is not needed from linuxParameters.capabilities.add",
    controls: [.nist("4.4.3"), .runbook(10)],
    examples: [
      .bad(
        "SYS_ADMIN",
        deployment:
          #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1","linuxParameters":{"capabilities":{"add":["SYS_ADMIN"]}}}]}"#
      ),
      .good(
        "one of the defaults back",
        deployment:
          #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1","linuxParameters":{"capabilities":{"drop":["ALL"],"add":["NET_BIND_SERVICE"]}}}]}"#
      ),
    ])

  func findings(in container: ContainerDefinition, of task: TaskDefinition, _ context: DeploymentContext) -> [Finding] {
    guard let list = container.linuxParameters?["capabilities"]?["add"], let items = list.list, !task.isWindows else {
      return []
    }
    let names = items.prefix(100).compactMap(\.text).map { LinuxCapability.name($0) }
    let refused = task.isFargate ? names.filter { $0 != "SYS_PTRACE" } : []
    let added = names.filter { LinuxCapability.severity(ofAdding: $0) != nil }
    let worst = added.compactMap { LinuxCapability.severity(ofAdding: $0) }.max()
    let shown = (added.isEmpty ? refused : added).map { UserText.clipped($0) }.joined(separator: ", ")
    let note = refused.isEmpty ? [] : [Note("Fargate adds SYS_PTRACE alone: the task is refused")]
    guard let worst else {
      guard !refused.isEmpty else { return [] }
      return [
        finding(
          "\(container.title) adds \(shown), which Fargate does not take", about: container, of: task, at: list,
          in: context, severity: .medium, fix: "remove all but SYS_PTRACE")
      ]
    }
    let powers = added.compactMap { name in LinuxCapability.power(of: name).map { "\(name) \($0)" } }
    return [
      finding(
        "\(container.title) is given \(shown)", about: container, of: task, at: list, in: context, severity: worst,
        evidence: powers, notes: note, fix: "remove \(shown) from capabilities.\(task.containerKey("add"))")
    ]
  }
}
