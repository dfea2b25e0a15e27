extension TaskDefinition {
  /// A member to be added to one of the task's containers, spelled as the file spells its containers.
  public func containerMember(_ name: String, _ value: Snippet) -> String {
    Snippet.member(name, value, syntax, style)
  }

  /// A value to be added to a list of one of the task's containers.
  public func containerValue(_ value: Snippet) -> String { value.spelled(syntax, style) }

  /// A member to be added to the task itself: in Terraform's language an attribute or a block.
  public func taskMember(_ name: String, _ value: Snippet) -> String {
    guard form == .terraform || form == .terraformPlan else { return Snippet.member(name, value, syntax, style) }
    let key = TaskDefinition.snakeCased(name)
    switch value {
    case .object: return key + " " + TaskDefinition.block(value)
    case .list(let items) where name == "volumes":
      return items.map { "volume " + TaskDefinition.block($0) }.joined(separator: "; ")
    case .list, .flag, .number, .text: return key + " = " + value.spelled(.hcl, .camel)
    }
  }

  /// The text that adds empty volumes to the task, with where it goes.
  public func volumeAddition(_ names: [String]) -> String {
    let entries = names.map { Snippet.object([("name", .text($0))]) }
    guard form != .terraform, form != .terraformPlan, volumes.place != nil else {
      return "in the task: " + taskMember("volumes", .list(entries))
    }
    return "in the task's \(taskKey("volumes")): " + entries.map { $0.spelled(syntax, style) }.joined(separator: ", ")
  }

  /// A key of the task as the file writes it, such as `network_mode` in Terraform's language.
  public func taskKey(_ name: String) -> String {
    switch form {
    case .terraform, .terraformPlan: TaskDefinition.snakeCased(name)
    case .cloudFormation: name.prefix(1).uppercased() + name.dropFirst()
    case .registerInput, .described, .containers: name
    }
  }

  /// A key of a container as the file writes it.
  public func containerKey(_ name: String) -> String {
    form == .cloudFormation ? name.prefix(1).uppercased() + name.dropFirst() : name
  }

  private static func block(_ value: Snippet) -> String {
    guard case .object(let members) = value else { return value.spelled(.hcl, .camel) }
    return "{ " + members.map { snakeCased($0.name) + " = " + $0.value.spelled(.hcl, .camel) }.joined(separator: "; ")
      + " }"
  }

  /// `cpu_architecture` for `cpuArchitecture`, `size_in_gib` for `sizeInGiB`.
  private static func snakeCased(_ name: String) -> String {
    if name.utf8.elementsEqual("sizeInGiB".utf8) { return "size_in_gib" }
    var out: [UInt8] = []
    for byte in name.utf8 {
      if (65...90).contains(byte) { out += [UInt8(ascii: "_"), byte + 32] } else { out.append(byte) }
    }
    return String(decoding: out, as: UTF8.self)
  }
}
