import Core
import Deployment
import ImageArchive
import RootFS

/// A port for remote control, a privileged port of the host, or one that cannot be mapped.
///
/// Source: ECS API, PortMapping (in awsvpc and host, hostPort is containerPort or absent); IANA port numbers.
struct ECSPort: ContainerRule {
  static let info = RuleInfo(
    id: "ECS-PORT", title: "port for remote control or of the host", severity: .low, strict: .medium,
    subject: .deployment,
    what:
      "No containerPort is for SSH or another remote control, and with bridge no hostPort is below 1024. With awsvpc, "
      + "hostPort is containerPort. With the image at hand, a port that it does not EXPOSE is remarked.",
    why:
      "A shell that listens is a way in, and ECS Exec does the same with an audit trail. A fixed port of the host lets "
      + "one task run on an instance, beside the system's own services.",
    fix: "remove the mapping; \"hostPort\": 0 gives a free port",
    controls: [.nist("4.4.3")],
    examples: [
      .bad(
        "SSH",
        deployment:
          #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1","portMappings":[{"containerPort":22}]}]}"#
      ),
      .good(
        "a web server",
        deployment:
          #"{"family":"a","networkMode":"awsvpc","containerDefinitions":[{"name":"web","image":"web:1","portMappings":[{"containerPort":8080}]}]}"#
      ),
    ])

  func findings(in container: ContainerDefinition, of task: TaskDefinition, _ context: DeploymentContext) -> [Finding] {
    let mappings = (container.value.items("portMappings").value ?? []).prefix(200)
    guard !mappings.isEmpty else { return [] }
    return mappings.compactMap { judge($0, container, task, context) }
      + (unexposed(Array(mappings), container, task, context).map { [$0] } ?? [])
  }

  private func judge(
    _ mapping: DocumentValue, _ container: ContainerDefinition, _ task: TaskDefinition, _ context: DeploymentContext
  ) -> Finding? {
    guard case .known(let port, let place) = mapping.number("containerPort") else { return nil }
    let isTCP = mapping.text("protocol").value.map { $0 == "tcp" } ?? true
    if isTCP, let row = RiskyPorts.rows.first(where: { $0.port == port && $0.severity >= .medium }) {
      return finding(
        "\(container.title) opens port \(port): \(row.service)", about: container, of: task, at: place, in: context,
        fact: String(port), fix: "remove the mapping; aws ecs execute-command opens a shell without a port")
    }
    guard case .known(let host, let hostPlace) = mapping.number("hostPort"), host != 0 else { return nil }
    if task.networkMode.value == "awsvpc" || task.networkMode.value == "host" {
      guard host != port else { return nil }
      return finding(
        "\(container.title) maps port \(port) to \(host), which network mode \(task.networkMode.value ?? "") does not do: "
          + "the task is refused", about: container, of: task, at: hostPlace, in: context, fact: String(port),
        severity: .medium, fix: task.containerMember("hostPort", .number(port)))
    }
    let isBridge = task.networkMode.value == "bridge" || (task.networkMode.isAbsent && !task.isFargate)
    guard isBridge, (1..<1_024).contains(host) else { return nil }
    return finding(
      "\(container.title) takes port \(host) of the host", about: container, of: task, at: hostPlace, in: context,
      fact: String(port), fix: task.containerMember("hostPort", .number(0)))
  }

  private func unexposed(
    _ mappings: [DocumentValue], _ container: ContainerDefinition, _ task: TaskDefinition, _ context: DeploymentContext
  ) -> Finding? {
    guard let image = context.run(of: container, in: task)?.original else { return nil }
    let exposed = image.config.exposedPorts.prefix(1_000).compactMap { Int($0.split(separator: "/").first ?? "") }
    // An image that names no ports says nothing of them.
    guard !exposed.isEmpty, exposed.count == image.config.exposedPorts.count else { return nil }
    let ports = mappings.compactMap { mapping -> (Int, DocumentValue)? in
      guard case .known(let port, let place) = mapping.number("containerPort"), !exposed.contains(port) else {
        return nil
      }
      return (port, place)
    }
    guard let first = ports.first else { return nil }
    let list = ports.map { String($0.0) }.joined(separator: ", ")
    let known = exposed.sorted().prefix(20).map(String.init).joined(separator: ", ")
    return finding(
      "\(container.title) maps \(list), and its image exposes \(known)", about: container, of: task, at: first.1,
      in: context, fact: "EXPOSE", severity: .info, fix: "check which port the program listens on")
  }
}
