import Core
import Deployment

/// A container that may take all of the instance's memory, or a size that Fargate does not run.
///
/// Source: Control Tower CT.ECS.PR.7; AWS ECS security runbook, configure tasks with CPU and memory limits; ECS API.
struct ECSLimits: TaskRule {
  static let info = RuleInfo(
    id: "ECS-LIMITS", title: "memory or CPU not limited", severity: .medium, strictBelow: [.low: .medium],
    subject: .deployment,
    what:
      "The task or each container has a hard memory limit and CPU units. On Fargate the task has both, in a pair that "
      + "Fargate runs, and 21 to 200 GiB of ephemeral storage.",
    why: "A container without a limit takes memory from all others on the instance; one leak or attack stops them all.",
    fix: "\"cpu\": \"256\", \"memory\": \"512\" of the task, or \"memory\": MIB of each container",
    controls: [.controlTower("CT.ECS.PR.7"), .cfnLint("E3047"), .nist("4.4.3")],
    examples: [
      .bad("no limit", deployment: #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1"}]}"#),
      .bad(
        "a pair that Fargate does not run",
        deployment:
          #"{"family":"a","requiresCompatibilities":["FARGATE"],"cpu":"256","memory":"4096","containerDefinitions":[{"name":"web","image":"web:1"}]}"#
      ),
      .good(
        "limits of the container",
        deployment: #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1","memory":512,"cpu":128}]}"#),
      .good(
        "a pair of Fargate's",
        deployment:
          #"{"family":"a","requiresCompatibilities":["FARGATE"],"cpu":".25 vCPU","memory":"1GB","containerDefinitions":[{"name":"web","image":"web:1"}]}"#
      ),
    ])

  func findings(in task: TaskDefinition, of context: DeploymentContext) -> [Finding] {
    let storage = ephemeralStorage(task, context).map { [$0] } ?? []
    if task.isFargate { return fargate(task, context) + reserved(task, context) + storage }
    return task.containers.compactMap { limits(of: $0, task, context) } + reserved(task, context) + storage
  }

  // MARK: EC2

  private func limits(
    of container: ContainerDefinition, _ task: TaskDefinition, _ context: DeploymentContext
  ) -> Finding? {
    // Where nothing is known of the task, it may have the limit.
    let hasMemory = isGiven(container.memory) || !task.text("memory").isAbsent
    let hasCPU = isGiven(container.cpu) || !task.text("cpu").isAbsent
    guard !hasMemory || !hasCPU else { return nil }
    if !hasMemory {
      let soft = container.memoryReservation.value.map { _ in ": memoryReservation is no limit" } ?? ""
      let what = hasCPU ? "no memory limit" : "neither a memory limit nor CPU units"
      return finding(
        "\(container.title) has \(what)\(soft)", about: container, of: task, in: context,
        fix: task.containerMember("memory", .number(512))
          + (hasCPU ? "" : ", " + task.containerMember("cpu", .number(256))))
    }
    return finding(
      "\(container.title) has no CPU units: it shares what the others leave", about: container, of: task, in: context,
      severity: .low, fix: task.containerMember("cpu", .number(256)))
  }

  private func isGiven(_ setting: Setting<Int>) -> Bool {
    if case .known(let number, _) = setting { return number > 0 }
    return setting.isUnknown
  }

  /// A reservation above the limit.
  private func reserved(_ task: TaskDefinition, _ context: DeploymentContext) -> [Finding] {
    task.containers.compactMap { container in
      guard case .known(let reserved, let place) = container.memoryReservation, let limit = container.memory.value,
        reserved > limit
      else { return nil }
      return finding(
        "\(container.title) reserves \(reserved) MiB and may use \(limit): the task is refused", about: container,
        of: task, at: place, in: context, fact: "reservation",
        fix: task.containerMember("memoryReservation", .number(limit)))
    }
  }

  // MARK: Fargate

  private func fargate(_ task: TaskDefinition, _ context: DeploymentContext) -> [Finding] {
    let (cpu, memory) = (task.text("cpu"), task.text("memory"))
    let missing = [("cpu", cpu), ("memory", memory)].filter { $0.1.isAbsent }.map { task.taskKey($0.0) }
    if !missing.isEmpty {
      let fixes = [("cpu", cpu, "256"), ("memory", memory, "512")].filter { $0.1.isAbsent }
      return [
        finding(
          "task has no \(missing.joined(separator: " and no ")), which Fargate requires", about: task, in: context,
          fact: "size", fix: fixes.map { task.taskMember($0.0, .text($0.2)) }.joined(separator: ", "))
      ]
    }
    guard case .known(let cpuText, let cpuPlace) = cpu, case .known(let memoryText, let memoryPlace) = memory else {
      return []
    }
    guard let units = FargateSize.cpuUnits(cpuText), let sizes = FargateSize.memory(for: units) else {
      return [
        finding(
          "task has cpu \"\(UserText.clipped(cpuText))\"; Fargate runs 256, 512, 1024, 2048, 4096, 8192 and 16384",
          about: task, at: cpuPlace, in: context, fact: "size", fix: task.taskMember("cpu", .text("256")))
      ]
    }
    if let mib = FargateSize.memoryMiB(memoryText), sizes.allows(mib) { return tooMuch(mib, task, context) }
    return [
      finding(
        "task has memory \"\(UserText.clipped(memoryText))\"; with cpu \(units) Fargate runs \(sizes.words)",
        about: task,
        at: memoryPlace, in: context, fact: "size", fix: "a memory of \(sizes.words)")
    ]
  }

  /// Containers that together want more than the task has.
  private func tooMuch(_ limit: Int, _ task: TaskDefinition, _ context: DeploymentContext) -> [Finding] {
    guard !task.hasUnknownContainers else { return [] }
    let wanted = task.containers.compactMap { $0.memoryReservation.value ?? $0.memory.value }
    let sum = wanted.reduce(0) { $0.addingReportingOverflow(max(0, $1)).partialValue }
    guard sum > limit else { return [] }
    return [
      finding(
        "the containers reserve \(sum) MiB and the task has \(limit): the task is refused", about: task,
        at: task.text("memory").place, in: context, fact: "sum", fix: "more memory for the task or less for containers")
    ]
  }

  private func ephemeralStorage(_ task: TaskDefinition, _ context: DeploymentContext) -> Finding? {
    guard task.isFargate, let storage = task.value["ephemeralStorage"],
      case .known(let size, let place) = storage.number("sizeInGiB"), !(21...200).contains(size)
    else { return nil }
    return finding(
      "task has \(size) GiB of ephemeral storage; Fargate takes 21 to 200", about: task, at: place, in: context,
      fact: "storage", fix: "21 to 200, or nothing for 20")
  }
}
