import Core

/// Reads a deployment file of any kind.
public enum DeploymentReader {
  /// - Parameters:
  ///   - name: as the user named the file; `.tf` at its end says that it is Terraform.
  ///   - kind: what it is taken for; nil to tell by its keys.
  /// - Throws: for what is no JSON, YAML or Terraform (`invalid-json`, `invalid-yaml`, `invalid-hcl`, `not-text`,
  ///   `template`), has a key twice (`duplicate-key`), is over a limit (`too-large`), is no deployment file
  ///   (`not-a-deployment`) or one without containers (`no-containers`, `wrong-type`).
  public static func read(
    _ bytes: [UInt8], name: String, as kind: DeploymentKind? = nil, limits: DeploymentLimits = DeploymentLimits()
  ) throws(DeploymentError) -> DeploymentFile {
    if kind == nil || kind == .ecs, TerraformReader.isTerraform(bytes, name: name) {
      let text = try DocumentReader.text(bytes, name: name, limits)
      let tasks = try TerraformReader(text, limits).tasks(name: name)
      return try bounded(DeploymentFile(name: name, source: SourceText(text), content: .ecs(tasks)), limits)
    }
    let text = try DocumentReader.read(bytes, name: name, limits: limits)
    return try bounded(
      DeploymentFile(name: name, source: text.source, content: try content(text, name, kind, limits)), limits)
  }

  /// The file, if it does not have too many containers.
  private static func bounded(
    _ file: DeploymentFile, _ limits: DeploymentLimits
  ) throws(DeploymentError) -> DeploymentFile {
    let count =
      file.tasks.reduce(0) { $0 + $1.containers.count } + (file.compose?.services.count ?? 0)
      + file.workloads.reduce(0) { $0 + $1.containers.count }
    guard count <= limits.containers else {
      throw DeploymentError(
        "too-large", "\(DocumentWords.bare(file.name)) has \(count) containers; at most \(limits.containers) are judged"
      )
    }
    return file
  }

  /// Whether a text begins as a Terraform configuration does: with a block, after comments.
  public static func beginsTerraform(_ head: ArraySlice<UInt8>) -> Bool { TerraformReader.begins(head) }

  private static func content(
    _ text: DocumentText, _ name: String, _ kind: DeploymentKind?, _ limits: DeploymentLimits
  ) throws(DeploymentError) -> DeploymentFile.Content {
    let objects = text.roots.filter { isKubernetes($0) }
    if kind == .kubernetes || kind == nil, !objects.isEmpty { return kubernetes(objects) }
    if kind == .ecs || kind == nil {
      var tasks: [TaskDefinition] = []
      for root in text.roots { tasks += try self.tasks(root, text, name, limits) ?? [] }
      if !tasks.isEmpty { return .ecs(tasks) }
    }
    if kind == .compose || kind == nil, let root = text.roots.first(where: isCompose) {
      return .compose(ComposeReader.read(root.resolvingPlaceholders()))
    }
    throw nothing(text, name, kind)
  }

  private static func isKubernetes(_ root: DocumentValue) -> Bool {
    root["apiVersion"]?.scalarText != nil && root["kind"]?.scalarText != nil
  }

  private static func isCompose(_ root: DocumentValue) -> Bool {
    root["services"].map { $0.members != nil || $0.isNull } ?? false
  }

  private static func kubernetes(_ objects: [DocumentValue]) -> DeploymentFile.Content {
    // A manifest of services and settings alone is one all the same, with nothing to judge.
    .kubernetes(KubernetesReader.read(objects.map { $0.resolvingPlaceholders() }))
  }

  /// The task definitions of a document; nil when it has none.
  private static func tasks(
    _ root: DocumentValue, _ text: DocumentText, _ name: String, _ limits: DeploymentLimits
  ) throws(DeploymentError) -> [TaskDefinition]? {
    if let tasks = try RegisteredTaskReader.tasks(root, text.syntax) { return tasks }
    if let tasks = try CloudFormationReader.tasks(root, text.syntax) { return tasks }
    let reader = TerraformPlanReader(text: text, limits: limits)
    if TerraformPlanReader.isPlan(root) {
      if let tasks = try reader.tasks(plan: root) { return tasks }
      let types = TerraformPlanReader.resourceTypes(plan: root)
      throw DeploymentError(
        "not-a-deployment",
        "\(DocumentWords.bare(name)) is a plan of Terraform without an `\(TerraformNames.taskType)`",
        found: types.isEmpty ? "no resources" : DocumentWords.list(types))
    }
    return try reader.tasks(configuration: root)
  }

  private static func nothing(_ text: DocumentText, _ name: String, _ kind: DeploymentKind?) -> DeploymentError {
    let expected =
      switch kind {
      case .ecs: "neither an ECS task definition nor container definitions"
      case .compose: "not a compose file, which has a mapping `services`"
      case .kubernetes: "not a Kubernetes manifest, which has `apiVersion` and `kind`"
      case nil:
        text.syntax == .json
          ? "neither an ECS task definition nor container definitions"
          : "neither an ECS task definition nor a compose file nor a Kubernetes manifest"
      }
    let found = text.roots.first { !$0.isNull }.map(FileLikeness.words) ?? "nothing in it"
    return DeploymentError("not-a-deployment", "\(DocumentWords.bare(name)): \(expected) (\(found))")
  }
}
