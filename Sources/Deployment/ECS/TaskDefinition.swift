import Core

/// An ECS task definition, whatever file it stands in; names are those of the ECS API.
///
/// Source: ecs.md section 1 (RegisterTaskDefinition of the ECS API, `AWS::ECS::TaskDefinition`, `aws_ecs_task_definition`).
public struct TaskDefinition: Sendable {
  /// The kinds of file a task definition stands in.
  public enum Form: String, Sendable {
    /// What `aws ecs register-task-definition --cli-input-json` takes.
    case registerInput
    /// What `aws ecs describe-task-definition` prints.
    case described
    /// A list of container definitions alone: nothing is known of the task.
    case containers
    case cloudFormation
    case terraform
    /// What `terraform show -json` prints of a plan.
    case terraformPlan
  }

  public var form: Form
  public var syntax: DeploymentSyntax
  /// The object that holds the task's own members; for `.containers` the list.
  public var value: DocumentValue
  /// The family, or the name of the resource; nil when the file gives none that is known.
  public var name: String?
  /// Those whose content is known; one that stands for an intrinsic function is not here.
  public var containers: [ContainerDefinition]
  /// Whether there are containers of which nothing is known.
  public var hasUnknownContainers: Bool
  /// Whether a service of the same file switches ECS Exec on; nil when nothing is said.
  public var enablesExec: Bool?

  public init(
    form: Form, syntax: DeploymentSyntax, value: DocumentValue, name: String?, containers: [ContainerDefinition],
    hasUnknownContainers: Bool = false, enablesExec: Bool? = nil
  ) {
    (self.form, self.syntax, self.value, self.name, self.containers) = (form, syntax, value, name, containers)
    (self.hasUnknownContainers, self.enablesExec) = (hasUnknownContainers, enablesExec)
  }

  /// Whether what is said of the task as a whole is in another place.
  public var isPartial: Bool { form == .containers }

  public var style: NameStyle { form == .cloudFormation ? .pascal : .camel }

  /// Members of the task; unknown for a list of containers.
  public func text(_ name: String) -> Setting<String> { isPartial ? .unknown(at: value) : value.text(name) }
  public func flag(_ name: String) -> Setting<Bool> { isPartial ? .unknown(at: value) : value.flag(name) }
  public func number(_ name: String) -> Setting<Int> { isPartial ? .unknown(at: value) : value.number(name) }
  public func items(_ name: String) -> Setting<[DocumentValue]> { isPartial ? .unknown(at: value) : value.items(name) }

  public var networkMode: Setting<String> { text("networkMode") }
  public var pidMode: Setting<String> { text("pidMode") }
  public var ipcMode: Setting<String> { text("ipcMode") }
  public var taskRole: Setting<String> { text("taskRoleArn") }
  public var executionRole: Setting<String> { text("executionRoleArn") }
  public var volumes: Setting<[DocumentValue]> { items("volumes") }

  /// `LINUX`, `WINDOWS_SERVER_2022_CORE`, …; absent means Linux.
  public var operatingSystem: Setting<String> { platform("operatingSystemFamily") }
  /// `X86_64` or `ARM64`; absent means X86_64.
  public var architecture: Setting<String> { platform("cpuArchitecture") }

  /// Whether it is surely for Windows, where most of what is asked of Linux containers does not apply.
  public var isWindows: Bool { operatingSystem.value?.uppercased().utf8.starts(with: "WINDOWS".utf8) ?? false }

  /// What the operating system depends on when that is not known before the file is used; nil when it is known or another
  /// place says it.
  public var unknownSystem: String? { isPartial ? nil : operatingSystem.place?.unknown }

  private func platform(_ name: String) -> Setting<String> {
    if isPartial { return .unknown(at: value) }
    guard let platform = value["runtimePlatform"], !platform.isNull else {
      return value.unknown == nil ? .absent : .unknown(at: value)
    }
    return platform.text(name)
  }

  /// The launch types it says it is for, in capitals (`FARGATE`, `EC2`, `EXTERNAL`); absent means EC2 by default.
  public var compatibilities: Setting<[String]> {
    guard !isPartial else { return .unknown(at: value) }
    switch value.texts("requiresCompatibilities") {
    case .known(let texts, let place): return .known(texts.map { $0.uppercased() }, at: place)
    case .absent: return .absent
    case .unknown(let place): return .unknown(at: place)
    }
  }

  /// Whether it surely is for Fargate.
  public var isFargate: Bool { compatibilities.value?.contains("FARGATE") ?? false }
  /// Whether it surely is not for Fargate; a definition that does not say may still be run there.
  public var isOnlyEC2: Bool { compatibilities.value.map { !$0.isEmpty && !$0.contains("FARGATE") } ?? false }

  /// Where a finding about something that the task lacks stands: its family, else its beginning.
  public var anchor: DocumentValue { value["family"] ?? value }
  /// What tells it from the file's other tasks in another version of the file.
  public var identity: String { name ?? "" }

  /// Where containers stand of which nothing is known; nil when all are known.
  public var unknownContainers: DocumentValue? {
    guard hasUnknownContainers else { return nil }
    guard let list = isPartial ? value : value["containerDefinitions"], !list.isNull else { return anchor }
    return list.list?.first { $0.unknown != nil } ?? list
  }

  /// The task's volume of a name; nil when there is none.
  public func volume(_ name: String) -> DocumentValue? {
    volumes.value?.first { $0["name"]?.text == name }
  }
}
