import Core

/// Reads what `terraform show -json` prints of a plan or a state, and Terraform configurations written as JSON.
struct TerraformPlanReader {
  let text: DocumentText
  let limits: DeploymentLimits

  /// Whether a document is a plan or a state that `terraform show -json` printed.
  static func isPlan(_ root: DocumentValue) -> Bool {
    root["planned_values"]?.members != nil || (root["format_version"] != nil && root["values"]?.members != nil)
  }

  /// The task definitions of a plan, those of its modules included; nil when it has none.
  ///
  /// - Throws: `wrong-type`, and what is wrong with the JSON in `container_definitions`.
  func tasks(plan root: DocumentValue) throws(DeploymentError) -> [TaskDefinition]? {
    let top = root["planned_values"] ?? root["values"]
    var tasks: [TaskDefinition] = []
    var open = [top?["root_module"]].compactMap { $0 }
    var unknown: [String: DocumentValue]?
    while let module = open.popLast() {
      for resource in module["resources"]?.list ?? []
      where resource["type"]?.text == TerraformNames.taskType && resource["mode"]?.text != "data" {
        if unknown == nil { unknown = TerraformPlanReader.unknown(root) }
        var values = resource["values"] ?? resource
        if let address = resource["address"]?.text, let marks = unknown?[address] {
          values = TerraformPlanReader.marking(values, marks)
        }
        tasks.append(
          try TerraformTask.task(
            values, name: resource["name"]?.text, form: .terraformPlan, syntax: .json, containers: resolvedContainers))
      }
      open += (module["child_modules"]?.list ?? []).reversed()
    }
    return tasks.isEmpty ? nil : tasks
  }

  /// The types of a plan's resources, each once.
  static func resourceTypes(plan root: DocumentValue) -> [String] {
    var open = [(root["planned_values"] ?? root["values"])?["root_module"]].compactMap { $0 }
    var seen: Set<String> = []
    var types: [String] = []
    while let module = open.popLast() {
      for type in (module["resources"]?.list ?? []).compactMap({ $0["type"]?.text }) where seen.insert(type).inserted {
        types.append(type)
      }
      open += (module["child_modules"]?.list ?? []).reversed()
    }
    return types
  }

  /// The task definitions of a configuration in JSON; nil when it has none.
  ///
  /// - Throws: as `tasks(plan:)`.
  func tasks(configuration root: DocumentValue) throws(DeploymentError) -> [TaskDefinition]? {
    guard let resources = root["resource"]?[TerraformNames.taskType]?.members else { return nil }
    var tasks: [TaskDefinition] = []
    for resource in resources {
      let blocks = resource.value.list ?? [resource.value]
      for block in blocks where block.members != nil {
        tasks.append(
          try TerraformTask.task(
            TerraformPlanReader.resolving(block), name: resource.key, form: .terraform, syntax: .json,
            containers: writtenContainers))
      }
    }
    return tasks.isEmpty ? nil : tasks
  }

  /// What a plan says is known only after it has been applied, by the resource's address.
  private static func unknown(_ root: DocumentValue) -> [String: DocumentValue] {
    var out: [String: DocumentValue] = [:]
    for change in root["resource_changes"]?.list ?? [] {
      guard let address = change["address"]?.text, let marks = change["change"]?["after_unknown"] else { continue }
      out[address] = marks
    }
    return out
  }

  /// The values with those added that are marked `true`, as unknown.
  private static func marking(_ values: DocumentValue, _ marks: DocumentValue) -> DocumentValue {
    var out = values
    switch (values.kind, marks.kind) {
    case (_, .bool(true)): out.kind = .unknown("known after apply")
    case (.object(let members), .object(let marked)):
      var members = members
      let indices = Dictionary(members.indices.map { (members[$0].key, $0) }, uniquingKeysWith: { first, _ in first })
      for mark in marked {
        if let index = indices[mark.key] {
          members[index].value = marking(members[index].value, mark.value)
        } else if case .bool(true) = mark.value.kind {
          let value = DocumentValue(
            .unknown("known after apply"), range: values.range, path: .key(values.path, mark.key))
          members.append(DocumentValue.Member(key: mark.key, keyRange: values.range, value: value))
        }
      }
      out.kind = .object(members)
    case (.list(let items), .list(let marked)) where items.count == marked.count:
      out.kind = .list(zip(items, marked).map { marking($0, $1) })
    default: break
    }
    return out
  }

  /// A plan's texts are what will be: nothing in them is filled in any more.
  private func resolvedContainers(_ value: DocumentValue) throws(DeploymentError) -> DocumentValue {
    let start = text.source.offset(of: value.range.start)
    let embedded = EmbeddedText(jsonString: start, in: text.source.bytes)
    return try JSONDocument.read(embedded.bytes, embedded.places(in: text.source), limits, path: value.path)
  }

  /// A block whose texts are what they say, but for that of the containers, which has to be read first.
  private static func resolving(_ block: DocumentValue) -> DocumentValue {
    var out = block
    out.kind = .object(
      (block.members ?? []).map { member in
        var member = member
        if member.key != "container_definitions" { member.value = member.value.resolvingPlaceholders() }
        return member
      })
    return out
  }

  private func writtenContainers(_ value: DocumentValue) throws(DeploymentError) -> DocumentValue {
    do throws(DeploymentError) {
      return try resolvedContainers(value).resolvingPlaceholders()
    } catch {
      // Where parts are missing, it cannot be told whether the whole is JSON.
      let known = value.resolvingPlaceholders()
      guard known.unknown != nil else { throw error }
      return known
    }
  }
}
