import Core
import Deployment

/// A task that shares the host's processes or its memory.
///
/// Source: Security Hub ECS.3; ECS API, RegisterTaskDefinition pidMode and ipcMode.
struct ECSSharedProcesses: TaskRule {
  static let info = RuleInfo(
    id: "ECS-PIDIPC", title: "host's processes or memory shared", severity: .high, subject: .deployment,
    what: "pidMode and ipcMode are not host. That containers of one task share them is only remarked.",
    why:
      "With the host's process list a container can see, signal and often read every process of the instance; with its "
      + "IPC it can read and change shared memory.",
    fix: "remove pidMode and ipcMode",
    controls: [.securityHub("ECS.3"), .controlTower("CT.ECS.PR.10"), .checkov("CKV_AWS_335")],
    examples: [
      .bad(
        "the host's processes",
        deployment: #"{"family":"a","pidMode":"host","containerDefinitions":[{"name":"web","image":"web:1"}]}"#),
      .good("none", deployment: #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1"}]}"#),
    ])

  func findings(in task: TaskDefinition, of context: DeploymentContext) -> [Finding] {
    [("pidMode", task.pidMode, "processes"), ("ipcMode", task.ipcMode, "IPC")].compactMap { name, setting, what in
      guard case .known(let mode, let place) = setting else { return nil }
      let key = task.taskKey(name)
      switch mode {
      case "host":
        let notes = task.isFargate ? [Note("Fargate does not take \(key) host: the task is refused")] : []
        return finding(
          "task shares the host's \(what): \(key) is \"host\"", about: task, at: place, in: context, fact: name,
          notes: notes, fix: "remove \(key)")
      case "task":
        return finding(
          "the task's containers share their \(what): \(key) is \"task\"", about: task, at: place, in: context,
          fact: name, severity: .info, fix: "remove \(key) unless a sidecar needs it")
      default: return nil
      }
    }
  }
}
