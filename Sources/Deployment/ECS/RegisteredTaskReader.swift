import Core

/// Reads what the ECS API takes and gives: the input of `register-task-definition`, the output of
/// `describe-task-definition`, and lists of container definitions alone.
enum RegisteredTaskReader {
  /// The task definitions of a document; nil when it is none of these forms.
  ///
  /// - Throws: `wrong-type`, and `no-containers` for a task definition without a list of containers.
  static func tasks(_ root: DocumentValue, _ syntax: DeploymentSyntax) throws(DeploymentError) -> [TaskDefinition]? {
    if let items = root.list { return try tasks(in: items, root, syntax) }
    if let wrapped = root["taskDefinition"], wrapped.members != nil {
      guard wrapped["containerDefinitions"] != nil || isTask(wrapped) else { return nil }
      return [try task(wrapped, .described, syntax)]
    }
    guard root["containerDefinitions"] != nil || isTask(root) else { return nil }
    return [try task(root, isDescribed(root) ? .described : .registerInput, syntax)]
  }

  private static func tasks(
    in items: [DocumentValue], _ root: DocumentValue, _ syntax: DeploymentSyntax
  ) throws(DeploymentError) -> [TaskDefinition]? {
    if items.contains(where: { $0["containerDefinitions"] != nil }) {
      var tasks: [TaskDefinition] = []
      for item in items where item["containerDefinitions"] != nil {
        tasks.append(try task(item, isDescribed(item) ? .described : .registerInput, syntax))
      }
      return tasks
    }
    guard items.contains(where: { $0["image"] != nil && $0["name"] != nil }) else { return nil }
    let value = root.resolvingPlaceholders()
    let (containers, hasUnknown) = try ContainerListReader.read(value)
    return [
      TaskDefinition(
        form: .containers, syntax: syntax, value: value, name: nil, containers: containers,
        hasUnknownContainers: hasUnknown)
    ]
  }

  private static func task(
    _ root: DocumentValue, _ form: TaskDefinition.Form, _ syntax: DeploymentSyntax
  ) throws(DeploymentError) -> TaskDefinition {
    guard root["containerDefinitions"] != nil else {
      throw DeploymentError(
        "no-containers", "an ECS task definition without `containerDefinitions`",
        help: "add the list of its containers", at: root.range.start)
    }
    // What ECS prints is what it runs: `${NAME}` in it is for the container's shell.
    let isRegistered = form == .described && isDescribed(root)
    let value = isRegistered ? root : root.resolvingPlaceholders()
    let (containers, hasUnknown) = try ContainerListReader.read(value["containerDefinitions"])
    return TaskDefinition(
      form: form, syntax: syntax, value: value, name: value["family"]?.scalarText, containers: containers,
      hasUnknownContainers: hasUnknown)
  }

  /// Whether it has what ECS adds to a registered definition.
  private static func isDescribed(_ root: DocumentValue) -> Bool {
    root["taskDefinitionArn"]?.text.map { Placeholder.first(in: $0) == nil } ?? false
  }

  /// Whether members that nothing else has say that it is a task definition, if one without containers.
  private static func isTask(_ root: DocumentValue) -> Bool {
    root["family"] != nil
      && ["requiresCompatibilities", "networkMode", "executionRoleArn", "taskRoleArn", "runtimePlatform"]
        .contains { root[$0] != nil }
  }
}
