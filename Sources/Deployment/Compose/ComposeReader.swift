import Core

/// Makes the model of a compose file of its values.
public enum ComposeReader {
  /// The project of a file.
  ///
  /// What a service takes from another one of the file by `extends` is put into it. What may stand in another file is not
  /// known: then what is missing is not absent.
  ///
  /// - Complexity: O(values), as long as few services extend others; what is merged is bounded.
  public static func read(_ root: DocumentValue) -> ComposeProject {
    var extender = ComposeExtender(services: root["services"]?.members ?? [])
    var services: [ComposeService] = []
    for member in root["services"]?.members ?? [] where !isPassed(member) {
      let (value, elsewhere) = extender.extended(member)
      services.append(
        ComposeService(
          name: member.key, nameRange: member.keyRange, value: value,
          elsewhere: elsewhere ?? (isPart(value) ? at(member, value) : nil)))
    }
    return ComposeProject(value: root, services: services)
  }

  /// Extension fields, and services that something else than a container provides.
  private static func isPassed(_ member: DocumentValue.Member) -> Bool {
    if member.key.utf8.starts(with: "x-".utf8) { return true }
    guard member.value.members != nil || member.value.unknown != nil else { return true }
    return member.value["provider"].map { !$0.isNull } ?? false
  }

  /// Whether a service has neither image nor build, which compose refuses: the file is put on top of another one.
  private static func isPart(_ value: DocumentValue) -> Bool {
    value.unknown == nil && value["image"]?.isNull ?? true && value["build"]?.isNull ?? true
  }

  private static func at(_ member: DocumentValue.Member, _ value: DocumentValue) -> DocumentValue {
    DocumentValue(value.kind, range: member.keyRange, path: value.path)
  }
}
