import Core

/// Reads the task definitions of a CloudFormation or SAM template.
enum CloudFormationReader {
  private static let types: Set<String> = ["AWS::ECS::TaskDefinition", "AWS::ECS::DaemonTaskDefinition"]

  /// The task definitions of a template; nil when it has none.
  ///
  /// - Throws: `wrong-type`.
  static func tasks(_ root: DocumentValue, _ syntax: DeploymentSyntax) throws(DeploymentError) -> [TaskDefinition]? {
    if root["ContainerDefinitions"] != nil { return [try task(root, name: nil, syntax, enablesExec: nil)] }
    let services = services(root)
    var tasks: [TaskDefinition] = []
    for resource in resources(root) where resource.value["Type"]?.text.map(types.contains) == true {
      tasks.append(
        try task(
          resource.value["Properties"] ?? resource.value, name: resource.key, syntax,
          enablesExec: services[resource.key]))
    }
    return tasks.isEmpty ? nil : tasks
  }

  /// The types of a template's resources, each once; nil when it is no template.
  static func resourceTypes(_ root: DocumentValue) -> [String]? {
    let types = resources(root).compactMap { $0.value["Type"]?.text }.filter { $0.utf8.starts(with: "AWS::".utf8) }
    guard !types.isEmpty || root["AWSTemplateFormatVersion"] != nil else { return nil }
    var seen: Set<String> = []
    return types.filter { seen.insert($0).inserted }
  }

  /// Those of a template, or of the template inside a `serverless.yml`.
  private static func resources(_ root: DocumentValue) -> [DocumentValue.Member] {
    (root["Resources"] ?? root["resources"]?["Resources"])?.members ?? []
  }

  private static func task(
    _ properties: DocumentValue, name: String?, _ syntax: DeploymentSyntax, enablesExec: Bool?
  ) throws(DeploymentError) -> TaskDefinition {
    var unknown = properties
    unknown.kind = .unknown("AWS::NoValue")
    let value = CloudFormationValue.resolved(properties) ?? unknown
    let (containers, hasUnknown) = try ContainerListReader.read(value["containerDefinitions"])
    return TaskDefinition(
      form: .cloudFormation, syntax: syntax, value: value, name: value["family"]?.scalarText ?? name,
      containers: containers, hasUnknownContainers: hasUnknown, enablesExec: enablesExec)
  }

  private static func services(_ root: DocumentValue) -> ServiceExec {
    var services = ServiceExec()
    for resource in resources(root) where resource.value["Type"]?.text == "AWS::ECS::Service" {
      let properties = resource.value["Properties"]
      guard let task = properties?["TaskDefinition"].flatMap(reference) else { continue }
      services.add(task, properties?.flag("EnableExecuteCommand") ?? .absent)
    }
    return services
  }

  /// The logical name that a `Ref`, in whichever spelling, names.
  private static func reference(_ value: DocumentValue) -> String? {
    if value.unknown == "Ref" { return value.written }
    guard let function = value.members.flatMap(CloudFormationValue.function), function.key == "Ref" else { return nil }
    return function.value.text
  }
}
