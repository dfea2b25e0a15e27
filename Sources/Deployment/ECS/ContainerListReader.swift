import Core

/// Reads a list of container definitions whose names are those of the ECS API.
enum ContainerListReader {
  /// The containers of which something is known, and whether there may be others.
  ///
  /// - Throws: `wrong-type` for what is neither a list nor unknown.
  static func read(
    _ list: DocumentValue?
  ) throws(DeploymentError) -> (containers: [ContainerDefinition], hasUnknown: Bool) {
    guard let list, !list.isNull else { return ([], true) }
    if list.unknown != nil { return ([], true) }
    guard let items = list.list else { throw wrongType("`containerDefinitions`", list, "a list") }
    var containers: [ContainerDefinition] = []
    var hasUnknown = false
    for (index, item) in items.enumerated() {
      if item.members != nil {
        containers.append(ContainerDefinition(item, index: index))
      } else if item.unknown != nil {
        hasUnknown = true
      } else {
        throw wrongType("container \(index)", item, "an object")
      }
    }
    return (containers, hasUnknown)
  }

  private static func wrongType(_ what: String, _ value: DocumentValue, _ expected: String) -> DeploymentError {
    DeploymentError("wrong-type", "\(what) is \(value.kindName), expected \(expected)", at: value.range.start)
  }
}
