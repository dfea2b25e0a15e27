import Core
import Deployment
import RootFS
import ShellSyntax

/// A container that is given devices of the host, or memory settings that are not what they seem.
///
/// Source: ECS API, LinuxParameters (devices, sharedMemorySize, maxSwap and swappiness are not for Fargate).
struct ECSDevices: ContainerRule {
  static let info = RuleInfo(
    id: "ECS-DEVICES", title: "host devices, swap or no init process", severity: .medium, strictBelow: [.low: .medium],
    subject: .deployment,
    what:
      "linuxParameters names no devices of the host and no swap; on Fargate also no sharedMemorySize. That "
      + "initProcessEnabled is missing is only remarked.",
    why:
      "A device is a way around the file system and often to the host's memory or disks. Swap writes secrets to the "
      + "host's disk. Without an init process children that ended stay as zombies.",
    fix: "remove devices, maxSwap and swappiness; \"initProcessEnabled\": true",
    controls: [.nist("4.4.3")],
    examples: [
      .bad(
        "a device",
        deployment:
          #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1","linuxParameters":{"initProcessEnabled":true,"devices":[{"hostPath":"/dev/sda"}]}}]}"#
      ),
      .bad("no init process", deployment: #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1"}]}"#),
      .good(
        "an init process alone",
        deployment:
          #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1","linuxParameters":{"initProcessEnabled":true}}]}"#
      ),
    ])

  func findings(in container: ContainerDefinition, of task: TaskDefinition, _ context: DeploymentContext) -> [Finding] {
    guard !task.isWindows, container.linuxParameters?.unknown == nil else { return [] }
    return devices(container, task, context) + memory(container, task, context) + initProcess(container, task, context)
  }

  private func devices(
    _ container: ContainerDefinition, _ task: TaskDefinition, _ context: DeploymentContext
  ) -> [Finding] {
    guard case .known(let items, let place)? = container.linuxParameters?.items("devices"), !items.isEmpty else {
      return []
    }
    let paths = items.prefix(8).compactMap { $0.text("hostPath").value }.map { UserText.clipped($0) }
    let shown = paths.isEmpty ? "" : ": " + paths.joined(separator: ", ")
    let notes = task.isFargate ? [Note("Fargate has no devices: the task is refused")] : []
    return [
      finding(
        "\(container.title) is given devices of the host\(shown)", about: container, of: task, at: place, in: context,
        fact: "devices", notes: notes, fix: "remove \(task.containerKey("devices"))")
    ]
  }

  private func memory(
    _ container: ContainerDefinition, _ task: TaskDefinition, _ context: DeploymentContext
  ) -> [Finding] {
    guard let parameters = container.linuxParameters else { return [] }
    let given = ["maxSwap", "swappiness", "sharedMemorySize"].compactMap { name in
      parameters[name].flatMap { value in value.isNull ? nil : (name: name, value: value) }
    }
    if task.isFargate {
      guard let first = given.first else { return [] }
      let names = given.map { task.containerKey($0.name) }.joined(separator: ", ")
      return [
        finding(
          "\(container.title) sets \(names), which Fargate does not take", about: container, of: task, at: first.value,
          in: context, fact: "memory", fix: "remove \(names)")
      ]
    }
    guard case .known(let swap, let place) = parameters.number("maxSwap"), swap > 0 else { return [] }
    return [
      finding(
        "\(container.title) may use \(swap) MiB of swap: what is in its memory is written to the host's disk",
        about: container, of: task, at: place, in: context, fact: "memory", severity: .low,
        fix: task.containerMember("maxSwap", .number(0)))
    ]
  }

  private static let inits: Set<String> = [
    "tini", "tini-static", "dumb-init", "catatonit", "docker-init", "init", "s6-svscan",
  ]

  private func initProcess(
    _ container: ContainerDefinition, _ task: TaskDefinition, _ context: DeploymentContext
  ) -> [Finding] {
    let setting = container.linuxParameters?.flag("initProcessEnabled") ?? .absent
    guard !setting.isUnknown, setting.value != true else { return [] }
    let words = (container.entryPoint.value ?? []) + (container.command.value ?? [])
    let start = words.first ?? context.run(of: container, in: task)?.image.start.argv.first ?? ""
    guard !Self.inits.contains(CommandWords.baseName(start)) else { return [] }
    let member = task.containerMember("initProcessEnabled", .flag(true))
    let fix =
      container.linuxParameters == nil
      ? task.containerMember("linuxParameters", .object([("initProcessEnabled", .flag(true))]))
      : "in \(task.containerKey("linuxParameters")): " + member
    return [
      finding(
        "\(container.title) has no init process", about: container, of: task, at: setting.place, in: context,
        fact: "init", severity: .info, fix: fix)
    ]
  }
}
