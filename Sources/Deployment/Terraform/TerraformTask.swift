import Core

/// Makes task definitions of what a resource `aws_ecs_task_definition` says, with the API's names.
enum TerraformTask {
  /// - Parameters:
  ///   - resource: the resource's arguments, with blocks as lists.
  ///   - containers: makes values of `container_definitions` when that is a text.
  /// - Throws: `wrong-type`, and what `containers` throws.
  static func task(
    _ resource: DocumentValue, name: String?, form: TaskDefinition.Form, syntax: DeploymentSyntax,
    enablesExec: Bool? = nil, containers read: (DocumentValue) throws(DeploymentError) -> DocumentValue
  ) throws(DeploymentError) -> TaskDefinition {
    var value = renamed(resource)
    var list = value["containerDefinitions"]
    if let text = list, text.text != nil {
      let made = try read(text)
      list = made
      value.kind = .object(
        (value.members ?? []).map { member in
          var member = member
          if member.name == "containerDefinitions" { member.value = made }
          return member
        })
    }
    let (known, hasUnknown) = try ContainerListReader.read(list)
    return TaskDefinition(
      form: form, syntax: syntax, value: value, name: value["family"]?.scalarText ?? name, containers: known,
      hasUnknownContainers: hasUnknown, enablesExec: enablesExec)
  }

  /// The arguments with the API's names, but for `container_definitions`, which has them.
  private static func renamed(_ resource: DocumentValue) -> DocumentValue {
    guard let members = resource.members else { return resource }
    var out = resource
    out.kind = .object(members.compactMap(renamed))
    return out
  }

  private static func renamed(_ member: DocumentValue.Member) -> DocumentValue.Member? {
    var out = member
    out.name = TerraformNames.name(member.key)
    if member.key == "container_definitions" || TerraformNames.freeForm.contains(member.key) { return out }
    if TerraformNames.singleBlocks.contains(member.key), let items = member.value.list {
      // A plan has each block that is not there as an empty list.
      guard let only = items.first else { return nil }
      out.value = items.count == 1 ? only : unknown(member.value, "more than one block")
    }
    if member.key == "host_path" { return host(out) }
    switch out.value.kind {
    case .object:
      out.value = renamed(out.value)
      // One block in Terraform's JSON may stand without its list.
      if member.key == "volume" { out.value = listed(out.value) }
    case .list(let items): out.value.kind = .list(items.map(renamed))
    case .null, .bool, .number, .text, .unknown: break
    }
    return out
  }

  /// `host_path` is the API's `host` with its `sourcePath`; a plan has an empty text for none.
  private static func host(_ member: DocumentValue.Member) -> DocumentValue.Member? {
    guard member.value.text != "", !member.value.isNull else { return nil }
    var (inner, out) = (member, member)
    inner.name = "sourcePath"
    out.name = "host"
    out.value.kind = .object([inner])
    out.value.written = nil
    return out
  }

  private static func listed(_ value: DocumentValue) -> DocumentValue {
    var out = value
    out.kind = .list([value])
    return out
  }

  private static func unknown(_ value: DocumentValue, _ what: String) -> DocumentValue {
    var out = value
    out.kind = .unknown(what)
    return out
  }
}
