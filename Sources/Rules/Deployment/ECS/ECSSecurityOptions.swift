import Core
import Deployment

/// A container on EC2 in which setuid files work, or which leaves seccomp, AppArmor or SELinux off.
///
/// Source: ECS API, ContainerDefinition.dockerSecurityOptions (EC2 only); Linux, no_new_privs.
struct ECSSecurityOptions: ContainerRule {
  static let info = RuleInfo(
    id: "ECS-SECOPT", title: "security options missing or off", severity: .low, strict: .medium, subject: .deployment,
    what:
      "On EC2, dockerSecurityOptions has no-new-privileges and switches neither seccomp, AppArmor nor SELinux off. On "
      + "Fargate, which knows none of these, there are none.",
    why:
      "With no-new-privileges, setuid and setgid files and file capabilities of the image give nobody any right. Without "
      + "seccomp and AppArmor the whole of the kernel can be attacked.",
    fix: "\"dockerSecurityOptions\": [\"no-new-privileges\"]",
    controls: [.runbook(10), .nist("4.4.3")],
    examples: [
      .bad(
        "nothing on EC2",
        deployment:
          #"{"family":"a","requiresCompatibilities":["EC2"],"containerDefinitions":[{"name":"web","image":"web:1"}]}"#),
      .bad(
        "no seccomp",
        deployment:
          #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1","dockerSecurityOptions":["no-new-privileges","seccomp:unconfined"]}]}"#
      ),
      .good(
        "no new privileges",
        deployment:
          #"{"family":"a","requiresCompatibilities":["EC2"],"containerDefinitions":[{"name":"web","image":"web:1","dockerSecurityOptions":["no-new-privileges"]}]}"#
      ),
      .good(
        "Fargate",
        deployment:
          #"{"family":"a","requiresCompatibilities":["FARGATE"],"containerDefinitions":[{"name":"web","image":"web:1"}]}"#
      ),
    ])

  func findings(in container: ContainerDefinition, of task: TaskDefinition, _ context: DeploymentContext) -> [Finding] {
    guard !task.isWindows, task.unknownSystem == nil else { return [] }
    let options = container.value.items("dockerSecurityOptions")
    guard !options.isUnknown else { return [] }
    let items = options.value ?? []
    if task.isFargate {
      guard !items.isEmpty else { return [] }
      return [
        finding(
          "\(container.title) has dockerSecurityOptions, which Fargate does not take", about: container, of: task,
          at: options.place, in: context, severity: .medium,
          fix: "remove \(task.containerKey("dockerSecurityOptions"))")
      ]
    }
    var out: [Finding] = []
    for item in items.prefix(100) {
      guard let what = Self.disabled(item.text ?? "") else { continue }
      out.append(
        finding(
          "\(container.title) runs without \(what)", about: container, of: task, at: item, in: context, fact: what,
          severity: .high, fix: "remove \"\(item.text ?? "")\""))
    }
    guard Self.isSurelyEC2(task), items.allSatisfy({ $0.unknown == nil }) else { return out }
    guard !items.contains(where: { Self.isNoNewPrivileges($0.text ?? "") }) else { return out }
    let value = Snippet.text("no-new-privileges")
    out.append(
      finding(
        "\(container.title) has no \"no-new-privileges\", so setuid files in its image work", about: container,
        of: task,
        at: options.place, in: context,
        fix: options.isAbsent
          ? task.containerMember("dockerSecurityOptions", .list([value]))
          : "in \(task.containerKey("dockerSecurityOptions")): " + task.containerValue(value)))
    return out
  }

  /// A task that does not say may still be started on Fargate, but not with a network mode that Fargate lacks.
  private static func isSurelyEC2(_ task: TaskDefinition) -> Bool {
    if task.isOnlyEC2 { return task.compatibilities.value?.contains("EC2") ?? false }
    guard task.compatibilities.isAbsent else { return false }
    return task.networkMode.isAbsent || task.networkMode.value.map { $0 != "awsvpc" } ?? false
  }

  private static func isNoNewPrivileges(_ text: String) -> Bool {
    ["no-new-privileges", "no-new-privileges:true", "no-new-privileges=true"].contains(text)
  }

  /// What an option switches off; nil when it does not.
  private static func disabled(_ text: String) -> String? {
    switch text.lowercased() {
    case "seccomp:unconfined", "seccomp=unconfined": "seccomp"
    case "apparmor:unconfined", "apparmor=unconfined": "AppArmor"
    case "label:disable", "label=disable": "SELinux"
    case "systempaths:unconfined", "systempaths=unconfined": "the masks of /proc and /sys"
    default: nil
    }
  }
}
