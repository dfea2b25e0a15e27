import Core
import Deployment

/// A container that keeps capabilities it does not need.
///
/// Source: ECS API, KernelCapabilities.drop; AWS ECS best practices, task and container security.
struct ECSCapabilityDrop: ContainerRule {
  static let info = RuleInfo(
    id: "ECS-CAPDROP", title: "default capabilities kept", severity: .low, strict: .medium, subject: .deployment,
    what: "Each container drops ALL capabilities. What it needs is added again by name.",
    why:
      "By default root in a container keeps fourteen capabilities, among them to write any file, to become any user and to "
      + "send raw packets. Hardly a service needs one.",
    fix: "\"linuxParameters\": {\"capabilities\": {\"drop\": [\"ALL\"]}}",
    controls: [.nist("4.4.3"), .runbook(10)],
    examples: [
      .bad("nothing dropped", deployment: #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1"}]}"#),
      .good(
        "all dropped",
        deployment:
          #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1","linuxParameters":{"capabilities":{"drop":["ALL"]}}}]}"#
      ),
    ])

  func findings(in container: ContainerDefinition, of task: TaskDefinition, _ context: DeploymentContext) -> [Finding] {
    // A privileged container has all of them whatever it drops.
    guard !task.isWindows, task.unknownSystem == nil, container.privileged.value != true else { return [] }
    guard !container.privileged.isUnknown, container.linuxParameters?.unknown == nil else { return [] }
    let capabilities = container.linuxParameters?["capabilities"].flatMap { $0.isNull ? nil : $0 }
    guard capabilities?.unknown == nil else { return [] }
    let drop = capabilities?.items("drop") ?? .absent
    guard !drop.isUnknown, (drop.value ?? []).allSatisfy({ $0.unknown == nil }) else { return [] }
    let names = (drop.value ?? []).prefix(100).compactMap(\.text).map { LinuxCapability.name($0) }
    guard !names.contains("ALL") else { return [] }
    let all = Snippet.list([.text("ALL")])
    let fix: String
    if capabilities != nil {
      fix =
        "in \(task.containerKey("linuxParameters")).\(task.containerKey("capabilities")): "
        + task.containerMember("drop", all)
    } else if container.linuxParameters != nil {
      fix =
        "in \(task.containerKey("linuxParameters")): " + task.containerMember("capabilities", .object([("drop", all)]))
    } else {
      fix = task.containerMember("linuxParameters", .object([("capabilities", .object([("drop", all)]))]))
    }
    let some = names.prefix(8).map { UserText.clipped($0) }.joined(separator: ", ")
    return [
      finding(
        names.isEmpty
          ? "\(container.title) keeps the default capabilities" : "\(container.title) drops \(some), and not ALL",
        about: container, of: task, at: drop.place, in: context,
        notes: [Note("what it needs is added again by name, such as NET_BIND_SERVICE for a port below 1024")], fix: fix)
    ]
  }
}
