import Core
import Deployment
import ReadOnlyRoot
import RootFS

/// A container whose root file system can be written to.
///
/// Source: Security Hub ECS.5 (absent fails as false does; Windows not applicable); AWS ECS security runbook item 12.
struct ECSReadOnlyRoot: ContainerRule {
  static let info = RuleInfo(
    id: "ECS-RO", title: "root file system is writable", severity: .high, subject: .deployment,
    what:
      "Each container of the task definition has readonlyRootFilesystem true; absent is false. Not asked of tasks for "
      + "Windows.",
    why:
      "Who breaks into the process can replace programs and leave tools behind for as long as the container runs.",
    fix:
      "\"readonlyRootFilesystem\": true, with a tmpfs or volume for each path that must stay writable: imgscan rofs IMAGE",
    controls: [
      .runbook(12), .securityHub("ECS.5"), .checkov("CKV_AWS_336"), .controlTower("CT.ECS.PR.6"), .nist("4.4.3"),
    ],
    needs: ImageNeeds(programs: KnownWriterTable.programs, contents: KnownWriterTable.contents),
    examples: [
      .bad("not said", deployment: #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1"}]}"#),
      .bad(
        "false",
        deployment:
          #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1","readonlyRootFilesystem":false}]}"#),
      .good(
        "true",
        deployment:
          #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1","readonlyRootFilesystem":true}]}"#),
      .good(
        "Windows",
        deployment:
          #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1"}],"runtimePlatform":{"operatingSystemFamily":"WINDOWS_SERVER_2022_CORE"}}"#
      ),
    ])

  func findings(in task: TaskDefinition, of context: DeploymentContext) -> [Finding] {
    task.containers.flatMap { findings(in: $0, of: task, context) } + (untold(task, context).map { [$0] } ?? [])
  }

  /// Containers that nothing is known of, which all rules pass over, are told of once.
  private func untold(_ task: TaskDefinition, _ context: DeploymentContext) -> Finding? {
    guard !task.isWindows, let place = task.unknownContainers else { return nil }
    let which = task.containers.isEmpty ? "the containers of the task" : "some containers of the task"
    let isTerraform = task.form == .terraform
    return finding(
      "\(which) could not be told, so no rule looked at them\(place.unknown.map { ": \($0)" } ?? "")", about: task,
      at: place, in: context, fact: "containers", severity: task.containers.isEmpty ? .low : .info,
      fix: isTerraform
        ? "judge the plan: terraform show -json PLAN > plan.json"
        : "judge what is registered: aws ecs describe-task-definition --task-definition NAME > task.json")
  }

  func findings(in container: ContainerDefinition, of task: TaskDefinition, _ context: DeploymentContext) -> [Finding] {
    guard !task.isWindows else { return [] }
    let key = task.containerKey("readonlyRootFilesystem")
    switch container.readonlyRootFilesystem {
    case .known(true, _): return []
    case .unknown(let place):
      let what = place.unknown ?? "a value that is neither true nor false"
      return [
        finding(
          "whether the root file system of \(container.title) is read-only could not be told: \(what)",
          about: container, of: task, at: place, in: context, severity: .info,
          fix: task.containerMember("readonlyRootFilesystem", .flag(true)))
      ]
    case .absent:
      return [
        writable("\(container.title) has no \(key), so its root file system is writable", nil, container, task, context)
      ]
    case .known(false, let place):
      return [writable("the root file system of \(container.title) is writable", place, container, task, context)]
    }
  }

  private func writable(
    _ message: String, _ place: DocumentValue?, _ container: ContainerDefinition, _ task: TaskDefinition,
    _ context: DeploymentContext
  ) -> Finding {
    let switchedOn = task.containerMember("readonlyRootFilesystem", .flag(true))
    if let what = task.unknownSystem {
      return finding(
        message + " unless \(what) makes it a task for Windows", about: container, of: task, at: place, in: context,
        severity: .info, fix: switchedOn)
    }
    guard let run = context.run(of: container, in: task) else {
      return finding(
        message, about: container, of: task, at: place, in: context,
        notes: [Note("imgscan rofs IMAGE tells which paths must stay writable")], fix: switchedOn)
    }
    guard let plan = run.plan else {
      return finding(
        message, about: container, of: task, at: place, in: context,
        notes: [Note("what must stay writable could not be told: \(run.otherStart ?? "")")], fix: switchedOn)
    }
    let needs = MountNeeds(of: plan, run, container)
    let mounts = MountFix(needs.missing, for: container, of: task)
    return finding(
      message, about: container, of: task, at: place, in: context, evidence: needs.missing.map(\.line),
      notes: (needs.blocked.map(\.line) + plan.unknowns).map { Note($0) },
      fix: ([switchedOn] + mounts.parts).joined(separator: ", "))
  }
}
