import Core
import Deployment

/// A container with a read-only root in which ECS Exec has nowhere to write.
///
/// Source: AWS containers roadmap, issues 1359 and 2824; the developer guide says that ECS Exec does not work with a
/// read-only root.
struct ECSExecReadOnly: ContainerRule {
  static let info = RuleInfo(
    id: "ECS-EXEC-RO", title: "ECS Exec has nowhere to write", severity: .info, subject: .deployment,
    what:
      "Where the root file system is read-only, the three directories that the agent of ECS Exec writes to are mounted.",
    why:
      "Without them, aws ecs execute-command fails in this container. Who does not use it can leave it so: it is safer.",
    fix: "volumes at /managed-agents, /var/lib/amazon/ssm and /var/log/amazon/ssm",
    controls: [.runbook(12), .securityHub("ECS.5")],
    examples: [
      .bad(
        "no place",
        deployment:
          #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1","readonlyRootFilesystem":true}]}"#),
      .good(
        "mounted",
        deployment:
          #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1","readonlyRootFilesystem":true,"mountPoints":[{"sourceVolume":"a","containerPath":"/managed-agents"},{"sourceVolume":"l","containerPath":"/var/lib/amazon/ssm"},{"sourceVolume":"g","containerPath":"/var/log/amazon/ssm"}]}],"volumes":[{"name":"a"},{"name":"l"},{"name":"g"}]}"#
      ),
    ])

  private static let paths = ["/managed-agents", "/var/lib/amazon/ssm", "/var/log/amazon/ssm"]

  func findings(in container: ContainerDefinition, of task: TaskDefinition, _ context: DeploymentContext) -> [Finding] {
    guard !task.isWindows, container.readonlyRootFilesystem.value == true, task.enablesExec != false else { return [] }
    let mounts = ContainerMounts(of: container)
    guard mounts.isComplete else { return [] }
    let missing = Self.paths.filter { path in
      mounts.holding(RootPath(path)).map { $0.isReadOnly } ?? true
    }
    guard !missing.isEmpty else { return [] }
    let when = task.enablesExec == true ? "ECS Exec is enabled and" : "ECS Exec, if it is used,"
    return [
      finding(
        "\(when) cannot write to \(missing.joined(separator: ", ")) in \(container.title)", about: container, of: task,
        at: container.readonlyRootFilesystem.place, in: context,
        fix: MountFix(volumesAt: missing.map { RootPath($0) }, for: container, of: task).text)
    ]
  }
}
