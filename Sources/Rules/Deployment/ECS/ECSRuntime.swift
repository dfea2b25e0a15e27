import Core
import Deployment
import ImageArchive
import RootFS

/// A task for another processor or system than its image is built for.
///
/// Source: ECS API, RuntimePlatform (without one Fargate runs Linux on X86_64); AWS ECS security runbook item 15.
struct ECSRuntime: TaskRule {
  static let info = RuleInfo(
    id: "ECS-RUNTIME", title: "task is for another platform", severity: .high,
    strictBelow: [.info: .medium, .low: .medium], subject: .deployment,
    what:
      "With the image at hand: cpuArchitecture and operatingSystemFamily are those of the image. That the task is not "
      + "for Fargate is only remarked.",
    why:
      "An image for another architecture does not start: \"exec format error\". On Fargate there is no instance to break "
      + "out to, which is why the runbook asks for it.",
    fix: "\"runtimePlatform\": {\"cpuArchitecture\": \"ARM64\", \"operatingSystemFamily\": \"LINUX\"}",
    controls: [.runbook(15)],
    examples: [
      .bad(
        "an image for X86_64",
        deployment:
          #"{"family":"a","requiresCompatibilities":["FARGATE"],"runtimePlatform":{"cpuArchitecture":"ARM64"},"containerDefinitions":[{"name":"web","image":"web:1"}]}"#,
        config: #"{"Cmd":["/app"]}"#, layers: [[.program("/app")]]),
      .bad(
        "not for Fargate",
        deployment:
          #"{"family":"a","requiresCompatibilities":["EC2"],"containerDefinitions":[{"name":"web","image":"web:1"}]}"#),
      .good(
        "the same",
        deployment:
          #"{"family":"a","requiresCompatibilities":["FARGATE"],"runtimePlatform":{"cpuArchitecture":"X86_64"},"containerDefinitions":[{"name":"web","image":"web:1"}]}"#,
        config: #"{"Cmd":["/app"]}"#, layers: [[.program("/app")]]),
    ])

  func findings(in task: TaskDefinition, of context: DeploymentContext) -> [Finding] {
    task.containers.compactMap { platform(of: $0, task, context) } + (launchType(task, context).map { [$0] } ?? [])
  }

  private func platform(
    of container: ContainerDefinition, _ task: TaskDefinition, _ context: DeploymentContext
  ) -> Finding? {
    guard let image = context.run(of: container, in: task)?.original, let platform = image.platform else { return nil }
    let parts = platform.split(separator: "/").map(String.init)
    guard parts.count >= 2 else { return nil }
    if let found = system(of: parts[0], container, task, context) { return found }
    guard let built = Self.architecture(parts[1]) else { return nil }
    let fix =
      "in the task: "
      + task.taskMember(
        "runtimePlatform", .object([("cpuArchitecture", .text(built)), ("operatingSystemFamily", .text("LINUX"))]))
    switch task.architecture {
    case .unknown: return nil
    case .known(let wanted, let place):
      guard ["X86_64", "ARM64"].contains(wanted.uppercased()), wanted.uppercased() != built else { return nil }
      return finding(
        "task is for \(wanted), and the image of \(container.title) is built for \(parts[1])", about: container,
        of: task, at: place, in: context, fact: "architecture", fix: fix)
    case .absent:
      // Without a word, an instance's own processor decides on EC2.
      guard built != "X86_64", !task.isOnlyEC2, !task.compatibilities.isUnknown else { return nil }
      let when = task.isFargate ? "so Fargate runs X86_64" : "so on Fargate it runs on X86_64"
      return finding(
        "task names no \(task.taskKey("runtimePlatform")), \(when), and the image of \(container.title) is built for "
          + parts[1], about: container, of: task, at: task.anchor, in: context, fact: "architecture",
        severity: task.isFargate ? .high : .low, fix: fix)
    }
  }

  private func system(
    of built: String, _ container: ContainerDefinition, _ task: TaskDefinition, _ context: DeploymentContext
  ) -> Finding? {
    let isWindows = built.lowercased() == "windows"
    guard !task.operatingSystem.isUnknown, isWindows != task.isWindows, isWindows || built.lowercased() == "linux",
      !(task.operatingSystem.isAbsent && !task.isFargate)
    else { return nil }
    return finding(
      "task is for \(task.isWindows ? "Windows" : "Linux"), and the image of \(container.title) is built for \(built)",
      about: container, of: task, at: task.operatingSystem.place, in: context, fact: "system",
      fix: "an operatingSystemFamily of \(built)")
  }

  /// As ECS names it; nil for one that ECS does not run.
  private static func architecture(_ name: String) -> String? {
    switch name.lowercased() {
    case "amd64", "x86_64": "X86_64"
    case "arm64", "aarch64": "ARM64"
    default: nil
    }
  }

  private func launchType(_ task: TaskDefinition, _ context: DeploymentContext) -> Finding? {
    guard !task.isPartial, !task.isFargate, !task.compatibilities.isUnknown else { return nil }
    let key = task.taskKey("requiresCompatibilities")
    return finding(
      task.compatibilities.isAbsent
        ? "task has no \(key): it is not checked for Fargate" : "task is not for Fargate", about: task,
      at: task.compatibilities.place, in: context, fact: "Fargate", severity: .info,
      fix: task.taskMember("requiresCompatibilities", .list([.text("FARGATE")])))
  }
}
